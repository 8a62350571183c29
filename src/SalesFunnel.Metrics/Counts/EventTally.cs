namespace SalesFunnel.Metrics;

/// <summary>Counts of events that changed no deal count or are told apart; of the whole input.</summary>
internal record struct EventTally
{
    public long Repeats;
    public long NotUsed;
    public long AmountEditsAfterWin;
    public long Deleted;
    public long Merged;

    public static EventTally operator +(EventTally a, EventTally b) => new()
    {
        Repeats = a.Repeats + b.Repeats,
        NotUsed = a.NotUsed + b.NotUsed,
        AmountEditsAfterWin = a.AmountEditsAfterWin + b.AmountEditsAfterWin,
        Deleted = a.Deleted + b.Deleted,
        Merged = a.Merged + b.Merged,
    };
}
