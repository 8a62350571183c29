using SalesFunnel.Metrics.Statistics;
using TestResult = SalesFunnel.Metrics.Statistics.TestResult;

namespace SalesFunnel.Metrics.Tests.Statistics;

public class LogRankGroupsTests
{
    // The last group is gone before the first event: nothing of it can be compared.
    private static readonly double[] s_times = [4, 7, 7, 9, 12, 15, 15, 20, 3, 5, 7, 8, 8, 11, 13, 6, 9, 14, 18, 22, 22, 25, 1, 2];
    private static readonly bool[] s_ended = [.. "110110101111011101101000".Select(c => c == '1')];
    private static readonly int[] s_groups = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3];

    [Fact]
    public void Three_groups_give_the_value_of_exact_fractions() => Check(s_groups, order: [0, 1, 2, 3]);

    [Fact]
    public void The_numbering_of_the_groups_does_not_matter() => Check([.. s_groups.Select(g => 3 - g)], order: [3, 2, 1, 0]);

    [Property]
    public void Two_groups_give_the_test_of_two(int seed)
    {
        var random = new Random(seed);
        int n = random.Next(2, 60);
        double[] times = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(1, 20))];
        bool[] ended = [.. Enumerable.Range(0, n).Select(_ => random.Next(3) > 0)];
        bool[] first = [.. Enumerable.Range(0, n).Select(_ => random.Next(2) == 0)];
        TestResult? two = LogRank.Compare(times, ended, first, out long observed, out double expected);
        TestResult? groups = LogRank.CompareGroups(times, ended, [.. first.Select(f => f ? 0 : 1)], 2, out long[] allObserved, out double[] allExpected);
        Assert.Equal(two is null, groups is null);
        Assert.Equal(observed, allObserved[0]);
        Assert.Equal(expected, allExpected[0], 1e-9);
        if (two is { } known)
            Assert.Equal((known.Statistic, known.PValue, 1.0), (groups!.Value.Statistic, groups.Value.PValue, groups.Value.DegreesOfFreedom), CloseTo(1e-7));
    }

    [Fact]
    public void Without_two_groups_at_risk_there_is_no_test()
    {
        Assert.Null(LogRank.CompareGroups([1, 2, 3], [true, true, true], [0, 0, 0], 2, out long[] observed, out double[] expected));
        Assert.Equal([3, 0], observed);
        Assert.Equal([3, 0], expected);
        Assert.Null(LogRank.CompareGroups([], [], [], 0, out _, out _));
        Assert.Throws<ArgumentException>(() => LogRank.CompareGroups([1], [true], [2], 2, out _, out _));
        Assert.Throws<ArgumentException>(() => LogRank.CompareGroups([1], [], [0], 2, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogRank.CompareGroups([1], [true], [0], LogRank.MaxGroups + 1, out _, out _));
    }

    private static void Check(int[] groups, int[] order)
    {
        TestResult test = LogRank.CompareGroups(s_times, s_ended, groups, 4, out long[] observed, out double[] expected)!.Value;
        Assert.Equal([5L, 6, 4, 0], order.Select(g => observed[g]));
        double[] exact = [5.0592774184879445, 2.536051667630615, 7.40467091388144, 0];
        for (int g = 0; g < 4; g++)
            Assert.Equal(exact[g], expected[order[g]], 1e-12);
        Assert.Equal(7.43565371407699, test.Statistic, 1e-12);
        Assert.Equal(2, test.DegreesOfFreedom);
        Assert.Equal(0.024286688986884592, test.PValue, 1e-12);
    }

    private static Func<(double Statistic, double PValue, double?), (double Statistic, double PValue, double?), bool> CloseTo(double tolerance) =>
        (a, b) => Math.Abs(a.Statistic - b.Statistic) <= tolerance * Math.Max(1, a.Statistic) && Math.Abs(a.PValue - b.PValue) <= tolerance && a.Item3 == b.Item3;
}
