namespace SalesFunnel.Metrics.Insights;

/// <summary>Open deals of one range of ages.</summary>
/// <param name="FromDays">Youngest age, exclusive; 0 for the first band.</param>
/// <param name="ToDays">Oldest age, inclusive; <c>null</c> for the last band.</param>
/// <param name="Deals">Number of deals.</param>
/// <param name="Amount">Their amounts; deals without amount count as 0.</param>
public readonly record struct AgeBand(double FromDays, double? ToDays, long Deals, decimal Amount);
