namespace SalesFunnel.Metrics.Insights;

/// <summary>What became of deals that were due in a period, and of their close dates.</summary>
/// <param name="Due">Deals open at the start of the period and expected to close in it.</param>
/// <param name="SlipRate">Those of them not closed by its end ÷ due.</param>
/// <param name="PullInRate">Deals closed in the period that were open at its start and expected later ÷ all deals closed in it that were open at its start with a close date.</param>
/// <param name="Pushes">Moves of a close date to a later month (of UTC) in the period.</param>
/// <param name="PushedDeals">Deals with at least one such move.</param>
/// <param name="NetPushes">Pushes less moves to an earlier month.</param>
public sealed record SlipFigures(long Due, MetricValue SlipRate, MetricValue PullInRate, long Pushes, long PushedDeals, long NetPushes);
