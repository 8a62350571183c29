namespace SalesFunnel.Metrics;

/// <summary>What an event did to its deal.</summary>
[Flags]
internal enum EventEffect
{
    None = 0,
    Created = 1,
    Entered = 1 << 1,
    Won = 1 << 2,
    Lost = 1 << 3,
    Reopened = 1 << 4,
    Regressed = 1 << 5,
    Repeat = 1 << 6,
    NotUsed = 1 << 7,
    AmountEditAfterWin = 1 << 8,
    Deleted = 1 << 9,
    Merged = 1 << 10,
    Impossible = 1 << 11,
    ReopenTooLate = 1 << 12,

    /// <summary>Effects that are counted apart; most events have none of them.</summary>
    Tallied = Repeat | NotUsed | AmountEditAfterWin | Deleted | Merged | Impossible | ReopenTooLate,
    Rejected = Impossible | ReopenTooLate,
}

internal static class EventEffects
{
    public static EventTally TallyOf(EventEffect effect) => new(
        Repeats: Bit(effect, EventEffect.Repeat),
        NotUsed: Bit(effect, EventEffect.NotUsed),
        AmountEditsAfterWin: Bit(effect, EventEffect.AmountEditAfterWin),
        Deleted: Bit(effect, EventEffect.Deleted),
        Merged: Bit(effect, EventEffect.Merged));

    private static long Bit(EventEffect effect, EventEffect bit) => (effect & bit) != 0 ? 1 : 0;
}
