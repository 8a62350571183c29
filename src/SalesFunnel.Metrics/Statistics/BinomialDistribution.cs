namespace SalesFunnel.Metrics.Statistics;

/// <summary>The binomial distribution, accurate for n up to 10⁹ and beyond.</summary>
public static class BinomialDistribution
{
    /// <summary>P(X = k), in Loader's saddle-point form.</summary>
    /// <param name="k">Successes, 0 ≤ k ≤ n.</param>
    /// <param name="n">Trials.</param>
    /// <param name="p">Probability of success, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Pmf(long k, long n, double p)
    {
        Check(k, n, p);
        double q = 1 - p;
        if (p == 0)
            return k == 0 ? 1 : 0;
        if (q == 0)
            return k == n ? 1 : 0;
        if (k == 0)
            return Math.Exp(n * SpecialFunctions.LogOnePlus(-p));
        if (k == n)
            return Math.Exp(n * Math.Log(p));
        double exponent = SpecialFunctions.StirlingError(n) - SpecialFunctions.StirlingError(k) - SpecialFunctions.StirlingError(n - k)
            - SpecialFunctions.Deviance(k, n * p) - SpecialFunctions.Deviance(n - k, n * q);
        return Math.Exp(exponent) * Math.Sqrt(n / (2 * Math.PI * k * (n - k)));
    }

    /// <summary>P(X ≤ k) = I₁₋ₚ(n − k, k + 1).</summary>
    /// <param name="k">Successes, 0 ≤ k ≤ n.</param>
    /// <param name="n">Trials.</param>
    /// <param name="p">Probability of success, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Cdf(long k, long n, double p)
    {
        Check(k, n, p);
        return k == n ? 1 : BetaDistribution.Tails(p, 1 - p, k + 1.0, n - k).Upper;
    }

    private static void Check(long k, long n, double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
        if (!(p is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies in [0, 1].");
    }
}
