namespace SalesFunnel.Metrics;

/// <summary>How a deal stood right after one accepted event.</summary>
/// <param name="At">When, or <see cref="EventTime.Undated"/>.</param>
/// <param name="Flags">Open, won, lost, on hold, gone.</param>
/// <param name="Amount">Its amount, or <see cref="DealEvent.NoValue"/>.</param>
/// <param name="CloseAt">Its expected close date in microseconds, or <see cref="DealEvent.NoValue"/>.</param>
/// <param name="Stage">The open stage that it is in, or was in last.</param>
internal readonly record struct DealStep(long At, DealFlags Flags, long Amount, long CloseAt, int Stage)
{
    public bool IsOpen => (Flags & (DealFlags.Closed | DealFlags.Gone)) == 0;

    public bool IsWon => (Flags & DealFlags.Won) != 0;

    public bool IsGone => (Flags & DealFlags.Gone) != 0;
}
