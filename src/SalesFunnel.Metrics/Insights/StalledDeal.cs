namespace SalesFunnel.Metrics.Insights;

/// <summary>An open deal that has been in its stage for longer than deals usually stay there.</summary>
/// <param name="Entity">The deal.</param>
/// <param name="Stage">0-based index of its stage.</param>
/// <param name="InStage">How long it has been there, without time on hold.</param>
/// <param name="Limit">How long deals usually stay.</param>
/// <param name="Amount">Its amount; <c>null</c> when it has none.</param>
/// <param name="Segments">Its values of the dimensions, in the order of the funnel.</param>
public sealed record StalledDeal(long Entity, int Stage, TimeSpan InStage, TimeSpan Limit, decimal? Amount, IReadOnlyList<long> Segments);
