using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Statistics;

public class GrayTestTests
{
    private static readonly Gen<(double[] Times, int[] Causes, bool[] First)> Samples =
        from n in Gen.Choose(5, 60)
        from times in Gen.Choose(0, 20).ArrayOf(n)
        from causes in Gen.Choose(0, 2).ArrayOf(n)
        from first in Gen.Elements(true, false).ArrayOf(n)
        select (times.Select(t => (double)t).ToArray(), causes, first);

    [Property]
    public Property The_names_of_the_groups_do_not_matter() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        double? one = GrayTest.Compare(sample.Times, sample.Causes, sample.First, 1)?.Statistic;
        double? other = GrayTest.Compare(sample.Times, sample.Causes, [.. sample.First.Select(f => !f)], 1)?.Statistic;
        return one is null ? other is null : Math.Abs(one.Value - other!.Value) <= 1e-8 * Math.Max(1, one.Value);
    });

    [Fact]
    public void Groups_that_end_alike_do_not_differ_and_groups_that_do_not_differ_much()
    {
        double[] times = [.. Enumerable.Range(0, 200).Select(i => (double)(i / 2))];
        bool[] first = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0)];
        int[] alike = [.. Enumerable.Range(0, 200).Select(i => (i / 2 % 3))];
        Assert.Equal(0, GrayTest.Compare(times, alike, first, 1)!.Value.Statistic, 1e-9);

        int[] different = [.. first.Select(f => f ? 1 : 2)];
        Assert.InRange(GrayTest.Compare(times, different, first, 1)!.Value.PValue, 0, 1e-10);
    }

    [Fact]
    public void Without_the_cause_or_without_a_second_group_there_is_no_test()
    {
        Assert.Null(GrayTest.Compare([1, 2], [2, 0], [true, false], 1));
        Assert.Null(GrayTest.Compare([1, 2], [1, 1], [true, true], 1));
        Assert.Null(GrayTest.Compare([], [], [], 1));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Assert.Throws<ArgumentException>(() => GrayTest.Compare([1], [1], [], 1));
        Assert.Throws<ArgumentException>(() => GrayTest.Compare([1], [-1], [true], 1));
        Assert.Throws<ArgumentException>(() => GrayTest.Compare([-1], [1], [true], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GrayTest.Compare([1], [1], [true], 0));
    }
}
