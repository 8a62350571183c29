namespace SalesFunnel.Metrics;

/// <summary>The deals of one cohort.</summary>
/// <param name="Period">The period of their first dated entry.</param>
/// <param name="Snapshot">Their counts.</param>
public sealed record CohortGroup(CohortPeriod Period, StageSnapshot Snapshot);
