namespace SalesFunnel.Metrics.Testing;

/// <summary>One event of a <see cref="StreamCase"/>.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="At">When, in seconds.</param>
/// <param name="Step">The 1-based step, which is also its type; 0 = foreign.</param>
public sealed record StreamRow(long Entity, long At, int Step);
