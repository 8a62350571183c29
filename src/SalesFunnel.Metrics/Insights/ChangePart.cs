namespace SalesFunnel.Metrics.Insights;

/// <summary>What one factor contributes to a change.</summary>
/// <param name="Factor">The factor.</param>
/// <param name="Contribution">Its part of the change, in the unit of the product.</param>
public readonly record struct ChangePart(ChangeFactor Factor, decimal Contribution);
