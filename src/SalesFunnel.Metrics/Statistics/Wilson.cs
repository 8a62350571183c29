namespace SalesFunnel.Metrics.Statistics;

/// <summary>Wilson score interval of a proportion.</summary>
/// <remarks>With p = k/n and z the normal quantile of (1 + level)/2: centre (p + z²/2n) / (1 + z²/n), half-width
/// z·√(p(1 − p)/n + z²/4n²) / (1 + z²/n). The lower limit is exactly 0 for k = 0, the upper exactly 1 for k = n.
/// Source: E. B. Wilson, JASA 22 (1927) 209–212; R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, method 3.</remarks>
public static class Wilson
{
    /// <summary>The id by which results name this method.</summary>
    public const string MethodId = "wilson/1";

    /// <summary>Computes the interval.</summary>
    /// <returns>The interval, or <c>null</c> for n = 0: no trials, no interval.</returns>
    /// <param name="successes">k, 0 ≤ k ≤ n.</param>
    /// <param name="trials">n ≥ 0.</param>
    /// <param name="level">Confidence level, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static ProportionInterval? Interval(long successes, long trials, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies strictly between 0 and 1, for example 0.95.");
        if (trials == 0)
            return null;

        double z = NormalDistribution.TwoSidedQuantile(level);
        double low = successes == 0 ? 0 : LowerLimit(successes, trials, z);
        double high = successes == trials ? 1 : UpperLimit(successes, trials, z);
        return new ProportionInterval(low, high, level);
    }

    // The lower limit without cancellation: k·p-form of the smaller root of the quadratic, 2k² / n over the sum of centre and half-width.
    // lower = p² / (centre' + half') with centre' = p + z²/2n, half' = z·√(p(1 − p)/n + z²/4n²): the product of both roots is p²/(1 + z²/n).
    private static double LowerLimit(long successes, long trials, double z)
    {
        double n = trials;
        double p = successes / n;
        double q = (trials - successes) / n;
        double z2 = z * z;
        double root = z * Math.Sqrt((p * q / n) + (z2 / (4 * n * n)));
        return p * p / (p + (z2 / (2 * n)) + root);
    }

    private static double UpperLimit(long successes, long trials, double z)
    {
        double n = trials;
        double p = successes / n;
        double z2 = z * z;
        double root = z * Math.Sqrt((p * ((trials - successes) / n) / n) + (z2 / (4 * n * n)));
        return (p + (z2 / (2 * n)) + root) / (1 + (z2 / n));
    }
}
