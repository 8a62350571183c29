using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Counts;

/// <summary>Ten deals, worked out by hand, through both ways in.</summary>
public class GoldenExampleTests
{
    public static TheoryData<bool> BothWaysIn => [true, false];

    [Theory]
    [MemberData(nameof(BothWaysIn))]
    public void Each_rule_counts_its_row(bool live)
    {
        StageSnapshot s = Count(live);

        Assert.Equal(10, s.Leads);
        AssertRow(s, CountingRule.Reached, 10, 8, 6, 3);
        AssertRow(s, CountingRule.Touched, 9, 6, 6, 3);
        AssertRow(s, CountingRule.Strict, 9, 6, 4, 1);
        Assert.Equal([9, 7, 7, 4], Row(s.Visits, 4));
    }

    [Theory]
    [MemberData(nameof(BothWaysIn))]
    public void Each_rule_gives_its_conversions(bool live)
    {
        StageSnapshot s = Count(live);

        AssertRates(s.With(CountingRule.Reached), 0.8, 0.75, 0.5, 0.3);
        AssertRates(s.With(CountingRule.Touched), 6.0 / 9, 1, 0.5, 3.0 / 9);
        AssertRates(s.With(CountingRule.Strict), 6.0 / 9, 4.0 / 6, 0.25, 1.0 / 9);
        Assert.Equal(
            ["conversion.reached.cohort/1", "conversion.touched.cohort/1", "conversion.strict.cohort/1"],
            Enum.GetValues<CountingRule>().Select(rule => s.With(rule).Conversion("A", "W").Method));
    }

    [Theory]
    [MemberData(nameof(BothWaysIn))]
    public void The_overall_rate_is_purchases_of_leads_under_every_rule(bool live)
    {
        StageSnapshot s = Count(live);

        Assert.Equal(
            [(3, 10), (3, 10), (1, 10)],
            Enum.GetValues<CountingRule>().Select(rule => s.With(rule).OverallConversionRate).Select(r => ((int)r.Converted, (int)r.Entered)));
    }

    [Theory]
    [MemberData(nameof(BothWaysIn))]
    public void Losses_and_open_deals_stand_at_their_furthest_stage_or_where_they_left(bool live)
    {
        StageSnapshot s = Count(live);

        Assert.Equal([1, 1, 2], Row(s.LostAtFurthest, 3));
        Assert.Equal([1, 1, 1], Row(s.OpenAtFurthest, 3));
        Assert.Equal([1, 2, 1], Row(s.LostFrom, 3));
        Assert.Equal([1, 1, 1], Row(s.InStageNow, 3));
        Assert.Equal([(1, 10), (1, 8), (2, 6)], Enumerable.Range(0, 3).Select(i => s.ChurnRate(i)).Select(c => ((int)c.Lost, (int)c.Reached)));
    }

    [Theory]
    [MemberData(nameof(BothWaysIn))]
    public void Three_of_seven_closed_deals_are_won_and_four_were_won_once(bool live)
    {
        StageSnapshot s = Count(live);

        Assert.Equal((3, 7, 3.0 / 7), (s.WinRate.Converted, s.WinRate.Entered, s.WinRate.Value));
        Assert.Equal((3, 4, 4, 3), (s.Won, s.Lost, s.EverWon, s.Open));
        Assert.Equal((1, 1), (s.ReopenedDeals, s.Reopenings));
        Assert.Equal([0, 0, 1], Row(s.RegressMoves, 3));
    }

    [Theory]
    [MemberData(nameof(BothWaysIn))]
    public void The_classic_rates_read_the_roles(bool live)
    {
        StageSnapshot s = Count(live);

        Assert.Equal([0.8, 0.75, 0.5], new[] { s.LeadConversionRate, s.OpportunityConversionRate, s.SalesConversionRate }.Select(r => r.Value!.Value));
    }

    private static StageSnapshot Count(bool live)
    {
        LogCase log = new(GoldenExample.Definition, GoldenExample.Events, null, null, CountingRule.Reached, [GoldenExample.AsOf]);
        return live ? Engine.Track(log).Snapshot(GoldenExample.AsOf) : Engine.Log(log).AsOf(GoldenExample.AsOf).Count();
    }

    private static IEnumerable<long> Row(Func<int, long> figure, int stages) => Enumerable.Range(0, stages).Select(figure);

    private static void AssertRow(StageSnapshot s, CountingRule rule, params long[] expected)
    {
        Assert.Equal(expected, Row(s.With(rule).Count, expected.Length));
        Assert.Equal(expected, Row(rule switch { CountingRule.Touched => s.Touched, CountingRule.Strict => s.Strict, _ => s.Reached }, expected.Length));
    }

    private static void AssertRates(StageSnapshot s, double first, double second, double third, double all)
    {
        Assert.Equal([first, second, third], Enumerable.Range(0, 3).Select(i => s.Conversion(i, i + 1).Value!.Value));
        Assert.Equal(all, s.Conversion("A", "W").Value);
    }
}
