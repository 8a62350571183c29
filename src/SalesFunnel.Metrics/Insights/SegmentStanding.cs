namespace SalesFunnel.Metrics.Insights;

/// <summary>The funnel of one segment, beside all other deals.</summary>
/// <param name="Values">The values of the dimensions, in the order asked for; see <see cref="SegmentValue"/> for none and other.</param>
/// <param name="Reached">Deals that reached each stage; the last are won.</param>
/// <param name="Overall">Won ÷ leads.</param>
/// <param name="Steps">The conversion of each step.</param>
public sealed record SegmentStanding(IReadOnlyList<long> Values, IReadOnlyList<long> Reached, SegmentRate Overall, IReadOnlyList<SegmentRate> Steps);
