namespace SalesFunnel.Metrics.Statistics;

/// <summary>Comparison of K groups, and p-values of many comparisons.</summary>
public static class ManyProportions
{
    /// <summary>Chi-square test that all groups have one proportion: Σ (observed − expected)² / expected over won and lost, K − 1 degrees of freedom.</summary>
    /// <returns>The test, or <c>null</c> when fewer than two groups have cases, or all cases are won, or all lost.</returns>
    /// <param name="won">Successes by group.</param>
    /// <param name="lost">Failures by group.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    public static TestResult? ChiSquare(ReadOnlySpan<long> won, ReadOnlySpan<long> lost)
    {
        if (won.Length != lost.Length)
            throw new ArgumentException("Every group needs its won and its lost; the lists differ in length.", nameof(lost));
        (double allWon, double allLost, int groups) = (0, 0, 0);
        for (int i = 0; i < won.Length; i++)
        {
            if (won[i] < 0 || lost[i] < 0)
                throw new ArgumentException("A count is negative.", nameof(won));
            allWon += won[i];
            allLost += lost[i];
            groups += won[i] + lost[i] > 0 ? 1 : 0;
        }

        if (groups < 2 || allWon == 0 || allLost == 0)
            return null;
        double sum = 0;
        for (int i = 0; i < won.Length; i++)
        {
            double n = won[i] + lost[i];
            if (n == 0)
                continue;
            double expected = n * allWon / (allWon + allLost);
            double difference = won[i] - expected;
            sum += difference * difference * ((1 / expected) + (1 / (n - expected)));
        }

        return new TestResult(sum, groups - 1, GammaDistribution.ChiSquareSf(sum, groups - 1));
    }

    /// <summary>Likelihood-ratio (G) test of the same hypothesis: 2·Σ observed·ln(observed/expected), K − 1 degrees of freedom.</summary>
    /// <returns>The test, or <c>null</c> as for <see cref="ChiSquare"/>.</returns>
    /// <param name="won">Successes by group.</param>
    /// <param name="lost">Failures by group.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    public static TestResult? GTest(ReadOnlySpan<long> won, ReadOnlySpan<long> lost)
    {
        if (ChiSquare(won, lost) is not { DegreesOfFreedom: { } freedom })
            return null;
        (double allWon, double allLost) = (0, 0);
        for (int i = 0; i < won.Length; i++)
            (allWon, allLost) = (allWon + won[i], allLost + lost[i]);
        double sum = 0;
        for (int i = 0; i < won.Length; i++)
        {
            double n = won[i] + lost[i];
            sum += won[i] > 0 ? won[i] * Math.Log(won[i] / (n * allWon / (allWon + allLost))) : 0;
            sum += lost[i] > 0 ? lost[i] * Math.Log(lost[i] / (n * allLost / (allWon + allLost))) : 0;
        }

        double statistic = Math.Max(2 * sum, 0); // rounding can fall below
        return new TestResult(statistic, freedom, GammaDistribution.ChiSquareSf(statistic, freedom));
    }

    /// <summary>How strongly groups and outcome hang together: Cramér's V = √(χ²/n) for two outcomes, 0 to 1.</summary>
    /// <returns>V, or <c>null</c> where <see cref="ChiSquare"/> has no test.</returns>
    /// <param name="won">Successes by group.</param>
    /// <param name="lost">Failures by group.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    public static double? CramersV(ReadOnlySpan<long> won, ReadOnlySpan<long> lost)
    {
        if (ChiSquare(won, lost) is not { } test)
            return null;
        double all = 0;
        for (int i = 0; i < won.Length; i++)
            all += (double)won[i] + lost[i];
        return Math.Sqrt(test.Statistic / all);
    }

    /// <summary>Holm's adjustment: controls the probability of any false claim.</summary>
    /// <remarks>Ascending, the i-th smallest (0-based) becomes max over j ≤ i of (m − j)·pⱼ, at most 1. Source: S. Holm, Scandinavian Journal of Statistics 6 (1979) 65–70.</remarks>
    /// <returns>Adjusted p-values in the order given.</returns>
    /// <param name="pValues">p-values in [0, 1].</param>
    /// <exception cref="ArgumentException">A p-value is outside [0, 1].</exception>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        int[] order = Ascending(pValues);
        var adjusted = new double[order.Length];
        double highest = 0;
        for (int i = 0; i < order.Length; i++)
            adjusted[order[i]] = highest = Math.Max(highest, Math.Min(1, (order.Length - i) * pValues[order[i]]));
        return adjusted;
    }

    /// <summary>Benjamini and Hochberg's adjustment: controls the expected share of false claims among the claims.</summary>
    /// <remarks>Descending, the i-th smallest (1-based) becomes min over j ≥ i of m·pⱼ/j. Source: Y. Benjamini, Y. Hochberg, JRSS B 57 (1995) 289–300.</remarks>
    /// <returns>Adjusted p-values in the order given.</returns>
    /// <param name="pValues">p-values in [0, 1].</param>
    /// <exception cref="ArgumentException">A p-value is outside [0, 1].</exception>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        int[] order = Ascending(pValues);
        var adjusted = new double[order.Length];
        double lowest = 1;
        for (int i = order.Length - 1; i >= 0; i--)
            adjusted[order[i]] = lowest = Math.Min(lowest, pValues[order[i]] * order.Length / (i + 1));
        return adjusted;
    }

    private static int[] Ascending(ReadOnlySpan<double> pValues)
    {
        double[] keys = pValues.ToArray();
        if (Array.Exists(keys, static p => !(p is >= 0 and <= 1)))
            throw new ArgumentException("A p-value lies in [0, 1].", nameof(pValues));
        var order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(keys, order);
        return order;
    }
}
