namespace SalesFunnel.Metrics.Insights;

/// <summary>One bar of a waterfall: how many deals, or changes, and how much money.</summary>
/// <param name="Deals">Number of deals; of changes, for increases and decreases.</param>
/// <param name="Amount">Their amounts; deals without amount count as 0.</param>
public readonly record struct PipelineFlow(long Deals, decimal Amount);
