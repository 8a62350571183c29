namespace SalesFunnel.Metrics.Testing;

/// <summary>One event of a <see cref="StreamCase"/>.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="At">When, in seconds.</param>
/// <param name="Step">The type: that of step k is k, then those of excluded events; 0 = foreign.</param>
public sealed record StreamRow(long Entity, long At, int Step);
