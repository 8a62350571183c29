namespace SalesFunnel.Metrics;

/// <summary>The deals that share the values of some dimensions.</summary>
/// <param name="Values">The values, in the order of the dimensions asked for; see <see cref="SegmentValue"/> for none and other.</param>
/// <param name="Snapshot">Their counts.</param>
public sealed record SegmentGroup(IReadOnlyList<long> Values, StageSnapshot Snapshot);
