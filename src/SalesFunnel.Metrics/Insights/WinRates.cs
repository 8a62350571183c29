namespace SalesFunnel.Metrics.Insights;

/// <summary>The win rates that go by that one name, each by its own. All as of the log's time.</summary>
/// <param name="ClosedByCount">Won ÷ (won + lost), deals closed in the period.</param>
/// <param name="ClosedByValue">Amount won ÷ amount won and lost, deals with an amount closed in the period; a share of money, without interval.</param>
/// <param name="CohortByCount">Won ÷ all, deals that entered in the period.</param>
/// <param name="BroadByCount">Won ÷ (won + lost + open and overdue), deals closed in the period, or open with an expected close date in it that has passed, as Zoho's switch counts.</param>
/// <param name="QualifiedByCount">Won ÷ (won + lost) of closed deals that got beyond the first stage.</param>
public sealed record WinRates(MetricValue ClosedByCount, MetricValue ClosedByValue, MetricValue CohortByCount, MetricValue BroadByCount, MetricValue QualifiedByCount);
