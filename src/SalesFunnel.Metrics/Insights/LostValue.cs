namespace SalesFunnel.Metrics.Insights;

/// <summary>The amounts of the deals lost with a stage as their furthest.</summary>
/// <param name="Stage">0-based index of the stage.</param>
/// <param name="Segment">The value of the dimension; <c>null</c> when all deals are taken together.</param>
/// <param name="Deals">Deals lost there.</param>
/// <param name="Priced">Those of them that have an amount.</param>
/// <param name="Amount">Sum of their last amounts.</param>
public sealed record LostValue(int Stage, long? Segment, long Deals, long Priced, decimal Amount);
