namespace SalesFunnel.Metrics.Statistics;

/// <summary>Further intervals of a proportion beside <see cref="Wilson"/>, the default of the product.</summary>
/// <remarks>All take k successes of n trials and a level strictly between 0 and 1, give <c>null</c> for n = 0, and stay within [0, 1].</remarks>
public static class ProportionIntervals
{
    /// <summary>Wilson score interval with continuity correction (½ of a case).</summary>
    /// <remarks>Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, method 4.</remarks>
    /// <param name="successes">k, 0 ≤ k ≤ n.</param>
    /// <param name="trials">n ≥ 0.</param>
    /// <param name="level">Confidence level.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static ProportionInterval? WilsonCorrected(long successes, long trials, double level = 0.95)
    {
        if (!Check(successes, trials, level))
            return null;
        double z = NormalDistribution.TwoSidedQuantile(level);
        double low = successes == 0 ? 0 : CorrectedLower(successes, trials, z);
        double high = successes == trials ? 1 : CorrectedUpper(successes, trials, z);
        return new ProportionInterval(low, high, level);
    }

    /// <summary>Clopper–Pearson interval: covers with at least the level, whatever the proportion.</summary>
    /// <remarks>Quantiles (1 − level)/2 of Beta(k, n − k + 1) and (1 + level)/2 of Beta(k + 1, n − k). Source: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404–413.</remarks>
    /// <param name="successes">k, 0 ≤ k ≤ n.</param>
    /// <param name="trials">n ≥ 0.</param>
    /// <param name="level">Confidence level.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static ProportionInterval? ClopperPearson(long successes, long trials, double level = 0.95)
    {
        if (!Check(successes, trials, level))
            return null;
        double tail = (1 - level) / 2;
        double failures = trials - successes;
        double low = successes == 0 ? 0 : failures == 0 ? Math.Exp(Math.Log(tail) / trials) : BetaDistribution.Quantile(tail, successes, failures + 1);
        double high = failures == 0 ? 1 : successes == 0 ? -SpecialFunctions.ExpMinusOne(Math.Log(tail) / trials) : BetaDistribution.UpperQuantile(tail, successes + 1.0, failures);
        return new ProportionInterval(low, high, level);
    }

    /// <summary>Agresti–Coull interval, cut off at 0 and 1: the Wald interval after adding z²/2 successes and failures.</summary>
    /// <remarks>Source: A. Agresti, B. A. Coull, The American Statistician 52 (1998) 119–126.</remarks>
    /// <param name="successes">k, 0 ≤ k ≤ n.</param>
    /// <param name="trials">n ≥ 0.</param>
    /// <param name="level">Confidence level.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static ProportionInterval? AgrestiCoull(long successes, long trials, double level = 0.95)
    {
        if (!Check(successes, trials, level))
            return null;
        double z = NormalDistribution.TwoSidedQuantile(level);
        double n = trials + (z * z);
        double p = (successes + (z * z / 2)) / n;
        double half = z * Math.Sqrt(p * (1 - p) / n);
        return new ProportionInterval(Math.Max(p - half, 0), Math.Min(p + half, 1), level);
    }

    /// <summary>Jeffreys interval: quantiles of Beta(k + ½, n − k + ½), with lower limit 0 for k = 0 and upper limit 1 for k = n.</summary>
    /// <remarks>Source: L. D. Brown, T. T. Cai, A. DasGupta, Statistical Science 16 (2001) 101–133, whose convention at the ends it follows.</remarks>
    /// <param name="successes">k, 0 ≤ k ≤ n.</param>
    /// <param name="trials">n ≥ 0.</param>
    /// <param name="level">Confidence level.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static ProportionInterval? Jeffreys(long successes, long trials, double level = 0.95)
    {
        if (!Check(successes, trials, level))
            return null;
        double tail = (1 - level) / 2;
        (double a, double b) = (successes + 0.5, trials - successes + 0.5);
        double low = successes == 0 ? 0 : BetaDistribution.Quantile(tail, a, b);
        double high = successes == trials ? 1 : BetaDistribution.UpperQuantile(tail, a, b);
        return new ProportionInterval(low, high, level);
    }

    private static double CorrectedLower(long successes, long trials, double z)
    {
        double n = trials;
        double k = successes;
        // Product of the roots over the larger one: no cancellation for small k.
        double b = (2 * k) + (z * z) - 1;
        double root = z * Math.Sqrt((z * z) - 2 - (1 / n) + (4 * k / n * (n - k + 1)));
        double product = ((2 * k) - 1) * ((2 * k) - 1) / n * (n + (z * z));
        double larger = b + root;
        double lower = larger > 0 ? product / larger / (2 * (n + (z * z))) : (b - root) / (2 * (n + (z * z)));
        return Math.Clamp(lower, 0, 1);
    }

    private static double CorrectedUpper(long successes, long trials, double z)
    {
        double n = trials;
        double k = successes;
        double root = z * Math.Sqrt((z * z) + 2 - (1 / n) + (4 * k / n * (n - k - 1)));
        return Math.Clamp(((2 * k) + (z * z) + 1 + root) / (2 * (n + (z * z))), 0, 1);
    }

    private static bool Check(long successes, long trials, double level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies strictly between 0 and 1, for example 0.95.");
        return trials > 0;
    }
}
