namespace SalesFunnel.Metrics;

/// <summary>The chains of one value.</summary>
/// <param name="Value">The value, or <see cref="SegmentValue.None"/>.</param>
/// <param name="Snapshot">Their counts; events and rejections in it are those of the whole input.</param>
public sealed record SequenceSegment(long Value, SequenceSnapshot Snapshot);
