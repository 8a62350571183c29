namespace SalesFunnel.Metrics.Statistics;

/// <summary>Comparison of two groups that differ in their mix: within strata, then combined. Shows Simpson's reversal.</summary>
/// <remarks>Sources: N. Mantel, W. Haenszel, JNCI 22 (1959) 719–748; interval by J. Robins, N. Breslow, S. Greenland, Biometrics 42 (1986) 311–323; rate difference with
/// weights n₁n₂/n.</remarks>
/// <param name="CommonOddsRatio">Σ ad/n ÷ Σ bc/n, with its interval; <c>null</c> when Σ bc/n is zero.</param>
/// <param name="Test">Chi-square without continuity correction, one degree of freedom; <c>null</c> without variance.</param>
/// <param name="RateDifference">Difference of the rates within strata, averaged; <c>null</c> when no stratum has both groups.</param>
/// <param name="CrudeRateDifference">Difference of the rates with the strata thrown together; <c>null</c> when a group is empty.</param>
public sealed record MantelHaenszel(RateInterval? CommonOddsRatio, TestResult? Test, double? RateDifference, double? CrudeRateDifference)
{
    /// <summary>Gets a value indicating whether the difference within strata and the crude one have opposite signs: the mix hides the truth.</summary>
    public bool IsReversed => RateDifference is { } within && CrudeRateDifference is { } crude && Math.Sign(within) * Math.Sign(crude) < 0;

    /// <summary>Compares two groups over strata.</summary>
    /// <param name="strata">The strata; those in which a group is empty say nothing.</param>
    /// <param name="level">Confidence level of the interval.</param>
    /// <exception cref="ArgumentException">A count is negative.</exception>
    public static MantelHaenszel Compare(IReadOnlyList<Stratum> strata, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(strata);
        double z = NormalDistribution.TwoSidedQuantile(level);
        (double r, double s, double pr, double mixed, double qs) = (0, 0, 0, 0, 0);
        (double observed, double expected, double variance) = (0, 0, 0);
        (double weighted, double weights) = (0, 0);
        (double won1, double n1Sum, double won2, double n2Sum) = (0, 0, 0, 0);
        foreach (Stratum stratum in strata)
        {
            (double a, double b, double c, double d) = (stratum.FirstWon, stratum.FirstLost, stratum.SecondWon, stratum.SecondLost);
            if (Math.Min(Math.Min(a, b), Math.Min(c, d)) < 0)
                throw new ArgumentException("A count is negative.", nameof(strata));
            (double n1, double n2, double n) = (a + b, c + d, a + b + c + d);
            (won1, n1Sum, won2, n2Sum) = (won1 + a, n1Sum + n1, won2 + c, n2Sum + n2);
            if (n1 == 0 || n2 == 0)
                continue;
            (double good, double bad, double p) = (a * d / n, b * c / n, (a + d) / n);
            (r, s) = (r + good, s + bad);
            pr += p * good;
            mixed += (p * bad) + ((1 - p) * good);
            qs += (1 - p) * bad;
            observed += a;
            expected += n1 * (a + c) / n;
            variance += n1 * n2 * (a + c) / n * ((b + d) / n) / (n - 1);
            weights += n1 * n2 / n;
            weighted += n1 * n2 / n * ((a / n1) - (c / n2));
        }

        return new MantelHaenszel(
            s > 0 && r > 0 ? WithLimits(r / s, z * Math.Sqrt((pr / (2 * r * r)) + (mixed / (2 * r * s)) + (qs / (2 * s * s)))) : s > 0 ? new RateInterval(0, null, null) : null,
            variance > 0 ? TestOf((observed - expected) * (observed - expected) / variance) : null,
            weights > 0 ? weighted / weights : null,
            n1Sum > 0 && n2Sum > 0 ? (won1 / n1Sum) - (won2 / n2Sum) : null);
    }

    private static RateInterval WithLimits(double ratio, double width) => new(ratio, ratio * Math.Exp(-width), ratio * Math.Exp(width));

    private static TestResult TestOf(double chiSquare) => new(chiSquare, 1, GammaDistribution.ChiSquareSf(chiSquare, 1));
}
