using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Insights;

/// <summary>A rate of one segment beside that of all other deals.</summary>
public sealed record SegmentRate
{
    /// <summary>Gets the rate of the segment, by the rule Reached.</summary>
    public required ConversionRate Rate { get; init; }

    /// <summary>Gets the rate of all deals that are not in the segment.</summary>
    public required ConversionRate Rest { get; init; }

    /// <summary>Gets segment − rest with its 95 % interval (Newcombe); <c>null</c> when one of them has no deals.</summary>
    public RateInterval? Difference { get; init; }

    /// <summary>Gets the two-sided p-value (pooled z; Fisher's exact test where fewer than five cases are expected in a cell), adjusted by Benjamini and Hochberg; <c>null</c> below the minimum sample.</summary>
    public double? PValue { get; init; }

    /// <summary>Gets a value indicating whether the difference is more than chance, at the false discovery rate asked for.</summary>
    public bool IsSignificant { get; init; }

    /// <summary>Gets the rate drawn towards that of all segments (<see cref="SegmentShrinkage.ByMaximumLikelihood"/>); <c>null</c> where it cannot be estimated.</summary>
    public double? Shrunk { get; init; }

    /// <summary>Gets the probability that the segment's rate is above that of the rest (Jeffreys' prior for both); <c>null</c> when one of them has no deals.</summary>
    public double? ProbabilityAboveRest { get; init; }

    /// <summary>Gets <see cref="MetricStatus.InsufficientSample"/> below the minimum sample, else that of the rate.</summary>
    public required MetricStatus Status { get; init; }
}
