namespace SalesFunnel.Metrics.Statistics;

/// <summary>Interval of a mean by Student's t: mean ± t·s/√n with n − 1 degrees of freedom.</summary>
/// <remarks>Exact for normal values, good for the mean of others once n is not small; strongly skewed values (deal sizes, times) need more. Source: Student (1908).</remarks>
public static class MeanInterval
{
    /// <summary>The interval of the mean of a sample.</summary>
    /// <returns>The limits, or <c>null</c> below two values.</returns>
    /// <param name="sample">Count, mean and variance.</param>
    /// <param name="level">Confidence level, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not in (0, 1).</exception>
    public static (double Low, double High)? StudentT(Moments sample, double level = 0.95)
    {
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies strictly between 0 and 1; 0.95 is usual.");
        if (sample is not { Mean: { } mean, StandardDeviation: { } deviation })
            return null;
        // t² = ν(1 − x)/x, where x is the quantile of the tail's incomplete beta function.
        double freedom = sample.Count - 1;
        double x = BetaDistribution.Quantile(1 - level, freedom / 2, 0.5);
        double width = Math.Sqrt(freedom * (1 - x) / x) * deviation / Math.Sqrt(sample.Count);
        return (mean - width, mean + width);
    }
}
