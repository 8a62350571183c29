namespace SalesFunnel.Metrics.Insights;

/// <summary>How long deals usually stay in a stage: beyond it, a deal is stalled.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Limit">The time by which the learned share of visits has ended, open visits as censored (Kaplan–Meier), in seconds, with its 95 % interval; without a value,
/// the status says why no deal of the stage can be called stalled.</param>
public readonly record struct StageLimit(Stage Stage, MetricValue Limit);
