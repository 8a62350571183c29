namespace SalesFunnel.Metrics;

/// <summary>An accepted entry or outcome that was no repeat.</summary>
/// <param name="At">When, or <see cref="EventTime.Undated"/>.</param>
/// <param name="Target">The stage entered; the won stage for a win; <see cref="Lost"/> for a loss.</param>
/// <param name="Amount">The amount right after it, or <see cref="DealEvent.NoValue"/>.</param>
/// <param name="Reason">The reason of a loss, or <see cref="DealEvent.NoValue"/>.</param>
internal readonly record struct DealMove(long At, int Target, long Amount, long Reason)
{
    public const int Lost = -1;
}
