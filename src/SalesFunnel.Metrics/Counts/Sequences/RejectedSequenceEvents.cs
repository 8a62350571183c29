namespace SalesFunnel.Metrics;

/// <summary>The sequence events rejected for one reason.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
/// <param name="Samples">The earliest of them, ascending by time, then entity; at most <see cref="MaxSamples"/>. Times are in units of the resolution.</param>
public sealed record RejectedSequenceEvents(RejectReason Reason, long Count, IReadOnlyList<(long Entity, long At)> Samples)
{
    /// <summary>How many events are kept per reason.</summary>
    public const int MaxSamples = 10;
}
