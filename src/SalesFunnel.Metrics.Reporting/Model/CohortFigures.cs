namespace SalesFunnel.Metrics.Reporting;

/// <summary>The figures of the deals that entered the funnel in one period.</summary>
/// <param name="Period">The period; undated for deals without any dated entry.</param>
/// <param name="Figures">Their figures.</param>
public sealed record CohortFigures(CohortPeriod Period, FunnelFigures Figures);
