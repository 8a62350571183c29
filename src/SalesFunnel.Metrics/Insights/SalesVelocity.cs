namespace SalesFunnel.Metrics.Insights;

/// <summary>Money a day that the pipeline should bring, by the four-factor formula, beside what closed deals really brought.</summary>
/// <remarks>V = open deals × win rate × deal size ÷ cycle. A product of means is not the mean of the product, so the check stands beside it.</remarks>
/// <param name="OpenDeals">Open deals as of the log's time.</param>
/// <param name="WinRate">Won ÷ (won + lost) of deals closed in the period.</param>
/// <param name="DealSize">Mean amount of deals won in the period.</param>
/// <param name="CycleDays">Mean days from first dated entry to win, of deals won in the period.</param>
/// <param name="PerDay">The product, money a day; undefined when a factor is.</param>
/// <param name="ObservedPerDay">Amount won in the period ÷ its days.</param>
/// <param name="Ratio">PerDay ÷ ObservedPerDay; far from 1 the formula misleads.</param>
public sealed record SalesVelocity(long OpenDeals, MetricValue WinRate, decimal? DealSize, double? CycleDays, MetricValue PerDay, decimal ObservedPerDay, double? Ratio);
