namespace SalesFunnel.Metrics.Insights;

/// <summary>One factor of a product, before and after.</summary>
/// <param name="Name">What it is, for example <c>Proposal → Won</c>.</param>
/// <param name="Before">Its value before.</param>
/// <param name="After">Its value after.</param>
public readonly record struct ChangeFactor(string Name, decimal Before, decimal After);
