namespace SalesFunnel.Metrics;

/// <summary>Counts of events that changed no deal count or are told apart; of the whole input.</summary>
internal record struct EventTally(long Repeats, long NotUsed, long AmountEditsAfterWin, long Deleted, long Merged)
{
    public static EventTally operator +(EventTally a, EventTally b) => new(
        a.Repeats + b.Repeats,
        a.NotUsed + b.NotUsed,
        a.AmountEditsAfterWin + b.AmountEditsAfterWin,
        a.Deleted + b.Deleted,
        a.Merged + b.Merged);
}
