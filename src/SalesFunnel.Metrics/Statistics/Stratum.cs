namespace SalesFunnel.Metrics.Statistics;

/// <summary>Two groups compared within one stratum, for example within one deal size band.</summary>
/// <param name="FirstWon">Successes of the first group.</param>
/// <param name="FirstLost">Failures of the first group.</param>
/// <param name="SecondWon">Successes of the second group.</param>
/// <param name="SecondLost">Failures of the second group.</param>
public readonly record struct Stratum(long FirstWon, long FirstLost, long SecondWon, long SecondLost);
