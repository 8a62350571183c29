namespace SalesFunnel.Metrics;

/// <summary>Which value of the segment column counts for an entity.</summary>
/// <param name="Kind">The attribution.</param>
/// <param name="Step">0-based step, for <see cref="BreakdownKind.Step"/>.</param>
public readonly record struct SequenceBreakdown(BreakdownKind Kind, int Step = 0);
