using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>A quantile of the time in a stage with open visits as right-censored, read off a histogram, with the limits of what the histogram cannot tell.</summary>
/// <remarks>Not a confidence interval: the limits enclose the exact Kaplan–Meier quantile of the same visits. They lie one bucket apart, within <see cref="LogLinearBuckets.MaxRelativeError"/> of the estimate,
/// unless open and ended visits share buckets near it, when the order inside a bucket decides.</remarks>
/// <param name="Estimate">The middle of the bucket at which the curve comes to 1 − p when in each bucket ended visits come before open ones; <c>null</c> = not reached.</param>
/// <param name="Low">The exact quantile is not below this; <c>null</c> = it is not reached.</param>
/// <param name="High">The exact quantile is not above this; <c>null</c> = it may not be reached.</param>
public readonly record struct StayQuantile(TimeSpan? Estimate, TimeSpan? Low, TimeSpan? High);
