namespace SalesFunnel.Metrics.Statistics;

/// <summary>Comparison of two proportions: k1 of n1 against k2 of n2.</summary>
public static class TwoProportions
{
    private const double TieSlack = 1e-7; // relative, of table probabilities that differ by rounding only

    /// <summary>Difference p1 − p2 with Newcombe's hybrid score interval, made of the two Wilson intervals.</summary>
    /// <remarks>[d − √((p1 − l1)² + (u2 − p2)²), d + √((u1 − p1)² + (p2 − l2)²)]. Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10.</remarks>
    /// <returns>The difference, or <c>null</c> when a group is empty.</returns>
    /// <param name="k1">Successes of the first group.</param>
    /// <param name="n1">Trials of the first group.</param>
    /// <param name="k2">Successes of the second group.</param>
    /// <param name="n2">Trials of the second group.</param>
    /// <param name="level">Confidence level.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static RateInterval? Difference(long k1, long n1, long k2, long n2, double level = 0.95)
    {
        if (Wilson.Interval(k1, n1, level) is not { } first || Wilson.Interval(k2, n2, level) is not { } second)
            return null;
        double p1 = (double)k1 / n1;
        double p2 = (double)k2 / n2;
        double difference = p1 - p2;
        return new RateInterval(
            difference,
            difference - Hypotenuse(p1 - first.Low, second.High - p2),
            difference + Hypotenuse(first.High - p1, p2 - second.Low));
    }

    /// <summary>Two-sided z test with pooled variance.</summary>
    /// <returns>The test, or <c>null</c> when a group is empty or the pooled rate is 0 or 1: without variance there is no test.</returns>
    /// <param name="k1">Successes of the first group.</param>
    /// <param name="n1">Trials of the first group.</param>
    /// <param name="k2">Successes of the second group.</param>
    /// <param name="n2">Trials of the second group.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static TestResult? PooledZ(long k1, long n1, long k2, long n2)
    {
        Check(k1, n1);
        Check(k2, n2);
        if (n1 == 0 || n2 == 0 || k1 + k2 == 0 || k1 + k2 == n1 + n2)
            return null;
        double pooled = (double)(k1 + k2) / (n1 + n2);
        double variance = pooled * ((double)(n1 + n2 - k1 - k2) / (n1 + n2)) * ((1.0 / n1) + (1.0 / n2));
        double z = (((double)k1 / n1) - ((double)k2 / n2)) / Math.Sqrt(variance);
        return new TestResult(z, null, 2 * NormalDistribution.Sf(Math.Abs(z)));
    }

    /// <summary>Fisher's exact test: probabilities of the table with fixed margins, two-sided, greater, less.</summary>
    /// <remarks>Two-sided = sum over all tables that are not more probable than the observed one (relative slack 1e-7), as R and SciPy do.</remarks>
    /// <param name="k1">Successes of the first group.</param>
    /// <param name="n1">Trials of the first group.</param>
    /// <param name="k2">Successes of the second group.</param>
    /// <param name="n2">Trials of the second group.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static (double TwoSided, double Greater, double Less) FisherExact(long k1, long n1, long k2, long n2)
    {
        Check(k1, n1);
        Check(k2, n2);
        long successes = k1 + k2;
        long from = Math.Max(0, successes - n2);
        long to = Math.Min(n1, successes);
        double all = SpecialFunctions.LogChoose(n1 + n2, successes);
        double LogProbability(long k) => SpecialFunctions.LogChoose(n1, k) + SpecialFunctions.LogChoose(n2, successes - k) - all;
        double observed = LogProbability(k1) + TieSlack;
        (double two, double greater, double less) = (0, 0, 0);
        for (long k = from; k <= to; k++)
        {
            double logP = LogProbability(k);
            double p = Math.Exp(logP);
            if (logP <= observed)
                two += p;
            if (k >= k1)
                greater += p;
            if (k <= k1)
                less += p;
        }

        return (Math.Min(two, 1), Math.Min(greater, 1), Math.Min(less, 1));
    }

    /// <summary>Risk ratio p1 / p2 with the interval of Katz on the log scale.</summary>
    /// <remarks>exp(ln RR ± z √(1/k1 − 1/n1 + 1/k2 − 1/n2)). Source: D. Katz and others, Biometrics 34 (1978) 469–474.</remarks>
    /// <returns>The ratio, without limits when a count is zero; <c>null</c> when p2 is zero or a group is empty.</returns>
    /// <param name="k1">Successes of the first group.</param>
    /// <param name="n1">Trials of the first group.</param>
    /// <param name="k2">Successes of the second group.</param>
    /// <param name="n2">Trials of the second group.</param>
    /// <param name="level">Confidence level.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static RateInterval? RiskRatio(long k1, long n1, long k2, long n2, double level = 0.95)
    {
        Check(k1, n1);
        Check(k2, n2);
        double z = NormalDistribution.TwoSidedQuantile(level);
        if (n1 == 0 || k2 == 0)
            return null;
        double ratio = (double)k1 / n1 / ((double)k2 / n2);
        if (k1 == 0)
            return new RateInterval(ratio, null, null);
        double error = Math.Sqrt((1.0 / k1) - (1.0 / n1) + (1.0 / k2) - (1.0 / n2));
        return new RateInterval(ratio, ratio * Math.Exp(-z * error), ratio * Math.Exp(z * error));
    }

    /// <summary>Odds ratio with Woolf's interval on the log scale.</summary>
    /// <remarks>exp(ln OR ± z √(1/a + 1/b + 1/c + 1/d)) of the four cells. Source: B. Woolf, Annals of Human Genetics 19 (1955) 251–253.</remarks>
    /// <returns>The ratio, or <c>null</c> when a cell is zero: no continuity correction is made up.</returns>
    /// <param name="k1">Successes of the first group.</param>
    /// <param name="n1">Trials of the first group.</param>
    /// <param name="k2">Successes of the second group.</param>
    /// <param name="n2">Trials of the second group.</param>
    /// <param name="level">Confidence level.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static RateInterval? OddsRatio(long k1, long n1, long k2, long n2, double level = 0.95)
    {
        Check(k1, n1);
        Check(k2, n2);
        double z = NormalDistribution.TwoSidedQuantile(level);
        (double a, double b, double c, double d) = (k1, n1 - k1, k2, n2 - k2);
        if (a * b * c * d == 0)
            return null;
        double ratio = a / b / (c / d);
        double error = Math.Sqrt((1 / a) + (1 / b) + (1 / c) + (1 / d));
        return new RateInterval(ratio, ratio * Math.Exp(-z * error), ratio * Math.Exp(z * error));
    }

    private static double Hypotenuse(double a, double b) => Math.Sqrt((a * a) + (b * b));

    private static void Check(long k, long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
    }
}
