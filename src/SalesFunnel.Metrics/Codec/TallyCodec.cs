namespace SalesFunnel.Metrics;

/// <summary>Events that are told apart, inside a state.</summary>
internal static class TallyCodec
{
    public static void Write(ref StateWriter writer, EventTally tally)
    {
        writer.Number(tally.Repeats);
        writer.Number(tally.NotUsed);
        writer.Number(tally.AmountEditsAfterWin);
        writer.Number(tally.Deleted);
        writer.Number(tally.Merged);
    }

    public static EventTally Read(ref StateReader reader, long events) => new(
        reader.Number(events, "the number of repeats"),
        reader.Number(events, "the number of events not used"),
        reader.Number(events, "the number of amounts after a win"),
        reader.Number(events, "the number of deleted deals"),
        reader.Number(events, "the number of merged deals"));
}
