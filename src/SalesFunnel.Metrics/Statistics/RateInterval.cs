namespace SalesFunnel.Metrics.Statistics;

/// <summary>An estimate with its interval.</summary>
/// <param name="Estimate">The estimate.</param>
/// <param name="Low">Lower limit; <c>null</c> where it is undefined.</param>
/// <param name="High">Upper limit; <c>null</c> where it is undefined.</param>
public readonly record struct RateInterval(double Estimate, double? Low, double? High);
