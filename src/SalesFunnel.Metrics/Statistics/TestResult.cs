namespace SalesFunnel.Metrics.Statistics;

/// <summary>The outcome of a test.</summary>
/// <param name="Statistic">The value of the statistic.</param>
/// <param name="DegreesOfFreedom">Degrees of freedom; <c>null</c> where the statistic has none.</param>
/// <param name="PValue">Probability of a statistic at least as extreme when there is no difference.</param>
public readonly record struct TestResult(double Statistic, double? DegreesOfFreedom, double PValue);
