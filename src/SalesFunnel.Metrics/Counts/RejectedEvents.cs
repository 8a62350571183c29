namespace SalesFunnel.Metrics;

/// <summary>The events rejected for one reason.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
/// <param name="SamplePositions">The smallest positions in the input, ascending, at most <see cref="Rejections.MaxSamples"/>.</param>
public sealed record RejectedEvents(RejectReason Reason, long Count, IReadOnlyList<long> SamplePositions);
