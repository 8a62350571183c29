namespace SalesFunnel.Metrics.Statistics;

/// <content>More than two groups.</content>
public static partial class LogRank
{
    /// <summary>The largest number of groups of one test.</summary>
    public const int MaxGroups = 100;

    /// <summary>Tests whether the times of any number of groups end alike.</summary>
    /// <remarks>χ² = uᵀV⁻¹u over all groups but one, with u = O − E, E_g = Σ d·n_g/n and V_gh = Σ d·(n − d)/(n − 1)·(n_g/n)·([g = h] − n_h/n) over event times. Degrees of freedom: one less
    /// than the groups that are at risk, beside others, at some event. For two groups equal to the test of two. Takes event times × groups² steps.
    /// Source: N. Mantel, Cancer Chemotherapy Reports 50 (1966) 163–170; R. Peto, J. Peto, JRSS A 135 (1972) 185–207.</remarks>
    /// <returns>The test, or <c>null</c> when fewer than two groups can be compared at any event.</returns>
    /// <param name="times">Times of all units.</param>
    /// <param name="ended">Whether each ended then.</param>
    /// <param name="groups">The group of each, 0 to <paramref name="groupCount"/> − 1.</param>
    /// <param name="groupCount">The number of groups, at most <see cref="MaxGroups"/>.</param>
    /// <param name="observed">Events by group.</param>
    /// <param name="expected">Events by group that would be expected if all ended alike.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is no such group.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of groups is negative or too large.</exception>
    public static TestResult? CompareGroups(
        ReadOnlySpan<double> times, ReadOnlySpan<bool> ended, ReadOnlySpan<int> groups, int groupCount, out long[] observed, out double[] expected)
    {
        if (times.Length != ended.Length || times.Length != groups.Length)
            throw new ArgumentException($"Columns must have equal length: times has {times.Length}, ended {ended.Length}, groups {groups.Length}.", nameof(ended));
        if (groupCount is < 0 or > MaxGroups)
            throw new ArgumentOutOfRangeException(nameof(groupCount), groupCount, $"At most {MaxGroups} groups can be compared. Join small groups, or compare two at a time.");
        var atRisk = new long[groupCount];
        foreach (int group in groups)
        {
            if ((uint)group >= (uint)groupCount)
                throw new ArgumentException($"There is a unit of group {group}; groups are numbered 0 to {groupCount - 1}.", nameof(groups));
            atRisk[group]++;
        }

        double[] sorted = times.ToArray();
        var order = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        observed = new long[groupCount];
        expected = new double[groupCount];
        var variance = new double[groupCount, groupCount];
        for (int start = 0; start < sorted.Length;)
        {
            int end = start;
            long events = 0;
            for (; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
                if (!ended[order[end]])
                    continue;
                events++;
                observed[groups[order[end]]]++;
            }

            if (events > 0)
                AddTime(events, sorted.Length - start, atRisk, expected, variance);
            for (; start < end; start++)
                atRisk[groups[order[start]]]--;
        }

        var differences = new double[groupCount];
        for (int group = 0; group < groupCount; group++)
            differences[group] = observed[group] - expected[group];
        return Test(differences, variance);
    }

    private static void AddTime(long events, double n, long[] atRisk, double[] expected, double[,] variance)
    {
        double weight = n > 1 ? events * (n - events) / (n - 1) : 0;
        for (int g = 0; g < atRisk.Length; g++)
        {
            double share = atRisk[g] / n;
            expected[g] += events * share;
            if (share == 0)
                continue;
            for (int h = 0; h < g; h++)
                variance[g, h] -= weight * share * (atRisk[h] / n);
            variance[g, g] += weight * share * ((n - atRisk[g]) / n);
        }
    }

    // By Cholesky, V = LLᵀ: χ² = |L⁻¹u|². V of the groups that can be compared has rank one less than their number, so the last of them is left out.
    private static TestResult? Test(double[] differences, double[,] variance)
    {
        int[] used = [.. Enumerable.Range(0, differences.Length).Where(g => variance[g, g] > 0)];
        if (used.Length < 2)
            return null;
        int size = used.Length - 1;
        var lower = new double[size, size];
        var solved = new double[size];
        double chiSquare = 0;
        for (int i = 0; i < size; i++)
        {
            double rest = differences[used[i]];
            for (int j = 0; j <= i; j++)
            {
                double sum = variance[used[i], used[j]];
                for (int k = 0; k < j; k++)
                    sum -= lower[i, k] * lower[j, k];
                lower[i, j] = i == j ? Math.Sqrt(sum) : sum / lower[j, j];
                if (j < i)
                    rest -= lower[i, j] * solved[j];
            }

            solved[i] = rest / lower[i, i];
            chiSquare += solved[i] * solved[i];
        }

        return new TestResult(chiSquare, size, GammaDistribution.ChiSquareSf(chiSquare, size));
    }
}
