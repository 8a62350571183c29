namespace SalesFunnel.Metrics;

/// <summary>A threshold was crossed, or is clear again.</summary>
/// <param name="Funnel">Name of the funnel.</param>
/// <param name="Threshold">The threshold.</param>
/// <param name="IsCrossed">True when it alerts, false when it is clear again.</param>
/// <param name="Value">The metric as it was read.</param>
/// <param name="AsOf">The time of the reading.</param>
/// <param name="Missed">How many crossings before this one the reader was too slow to get.</param>
public sealed record ThresholdCrossing(string Funnel, FunnelThreshold Threshold, bool IsCrossed, MetricValue Value, DateTimeOffset AsOf, long Missed);
