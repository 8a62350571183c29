namespace SalesFunnel.Metrics;

/// <summary>The deals whose last outcome, as of the log's time, lies in one period.</summary>
/// <param name="Period">The period.</param>
/// <param name="Won">Deals won.</param>
/// <param name="Lost">Deals lost.</param>
/// <param name="PricedWonDeals">Won deals that had an amount when they were won.</param>
/// <param name="WonAmount">Sum of the amounts of the won deals, each as at its last win.</param>
public sealed record OutcomeRow(CohortPeriod Period, long Won, long Lost, long PricedWonDeals, decimal WonAmount);
