namespace SalesFunnel.Metrics.Statistics;

/// <summary>Log-rank test: do two groups of censored times end alike? Little power where the curves cross; compare restricted means then.</summary>
public static partial class LogRank
{
    /// <summary>Tests two groups.</summary>
    /// <remarks>χ² = (O − E)² / V over event times, with E = Σ d·n₁/n and V = Σ d·n₁·n₂·(n − d)/(n²(n − 1)); one degree of freedom.
    /// Source: N. Mantel, Cancer Chemotherapy Reports 50 (1966) 163–170.</remarks>
    /// <returns>The test, or <c>null</c> when there is no event at which both groups are at risk.</returns>
    /// <param name="times">Times of all units.</param>
    /// <param name="ended">Whether each ended then.</param>
    /// <param name="inFirst">Whether each is in the first group.</param>
    /// <param name="observed">Events of the first group.</param>
    /// <param name="expected">Events of the first group that would be expected if both ended alike.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static TestResult? Compare(ReadOnlySpan<double> times, ReadOnlySpan<bool> ended, ReadOnlySpan<bool> inFirst, out long observed, out double expected)
    {
        if (times.Length != ended.Length || times.Length != inFirst.Length)
            throw new ArgumentException($"Columns must have equal length: times has {times.Length}, ended {ended.Length}, inFirst {inFirst.Length}.", nameof(ended));
        double[] sorted = times.ToArray();
        var order = new int[sorted.Length];
        long firstAtRisk = 0;
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            firstAtRisk += inFirst[i] ? 1 : 0;
        }

        Array.Sort(sorted, order);
        (observed, expected) = (0, 0);
        double variance = 0;
        for (int start = 0; start < sorted.Length;)
        {
            (long events, long firstEvents, long firstLeaving, int end) = (0, 0, 0, start);
            for (; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
                bool first = inFirst[order[end]];
                firstLeaving += first ? 1 : 0;
                if (!ended[order[end]])
                    continue;
                events++;
                firstEvents += first ? 1 : 0;
            }

            double n = sorted.Length - start;
            observed += firstEvents;
            expected += events * firstAtRisk / n;
            if (n > 1)
                variance += events * (firstAtRisk / n) * ((n - firstAtRisk) / n) * ((n - events) / (n - 1));
            firstAtRisk -= firstLeaving;
            start = end;
        }

        if (variance <= 0)
            return null;
        double chiSquare = (observed - expected) * (observed - expected) / variance;
        return new TestResult(chiSquare, 1, GammaDistribution.ChiSquareSf(chiSquare, 1));
    }
}
