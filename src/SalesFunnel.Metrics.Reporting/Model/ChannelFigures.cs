namespace SalesFunnel.Metrics.Reporting;

/// <summary>What a channel brought and cost.</summary>
/// <param name="Key">The channel; <c>null</c> for deals without one.</param>
/// <param name="Leads">Its deals.</param>
/// <param name="Won">Its won deals to as-of.</param>
/// <param name="Spend">Its own spend.</param>
/// <param name="CustomerAcquisitionCost">Spend ÷ wins, with its basis.</param>
public sealed record ChannelFigures(string? Key, long Leads, long Won, decimal Spend, MetricValue CustomerAcquisitionCost);
