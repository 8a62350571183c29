using SalesFunnel.Metrics.Statistics;
using TestResult = SalesFunnel.Metrics.Statistics.TestResult;

namespace SalesFunnel.Metrics.Tests.Log;

/// <summary>Ways out as competing, and segments against each other, on a few deals worked out by hand.</summary>
public class StayComparisonTests
{
    private static readonly FunnelDefinition s_funnel = FunnelDefinition.Create("Small").Stage("A").Stage("B").Dimension("Channel").Dimension("Region").Won("W");
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ways_out_compete_with_open_visits_as_censored()
    {
        var builder = new DealLogBuilder(s_funnel);
        Add(builder, 1, 5, 1, DealEvent.Lost(1, s_start.AddDays(1)));
        Add(builder, 2, 5, 1, DealEvent.Enter(2, s_start.AddDays(2), 1));
        Add(builder, 4, 5, 1, DealEvent.Won(4, s_start.AddDays(3)));
        builder.Add(DealEvent.Enter(3, s_start.AddDays(0.5), 0)); // 2.5 days old at the end
        CompetingRisks ways = builder.Build().VisitDurations().Incidence(0);

        // S: 1, 3/4 after day 1, 1/2 after day 2; the last at risk is won.
        double days = 86_400;
        Assert.Equal(0.25, ways.At(VisitDurations.CauseOf(VisitEnd.Lost), 1 * days).Estimate, 1e-15);
        Assert.Equal(0.25, ways.At(VisitDurations.CauseOf(VisitEnd.Onward), 2 * days).Estimate, 1e-15);
        Assert.Equal(0, ways.At(VisitDurations.CauseOf(VisitEnd.Won), 2.9 * days).Estimate, 1e-15);
        Assert.Equal(0.5, ways.AtEnd(VisitDurations.CauseOf(VisitEnd.Won)).Estimate, 1e-15);
        Assert.Equal(0, ways.AtEnd(VisitDurations.CauseOf(VisitEnd.Back)).Estimate);
        Assert.Throws<ArgumentOutOfRangeException>(() => VisitDurations.CauseOf(VisitEnd.StillOpen));
    }

    [Fact]
    public void Segments_are_compared_by_the_log_rank_test_of_their_times()
    {
        var builder = new DealLogBuilder(s_funnel);
        var random = new Random(3);
        var times = new List<double>();
        var ended = new List<bool>();
        var isFirst = new List<bool>();
        for (int deal = 1; deal <= 60; deal++)
        {
            int days = random.Next(1, deal % 2 == 0 ? 10 : 30);
            bool ends = random.Next(4) > 0;
            Add(builder, deal, 10 + (deal % 2), ends ? 0 : 40 - days, ends ? DealEvent.Lost(deal, s_start.AddDays(days)) : null);
            (double seconds, bool left) = (days * 86_400.0, ends);
            times.Add(seconds);
            ended.Add(left);
            isFirst.Add(deal % 2 == 0);
        }

        builder.Add(DealEvent.Amount(1, s_start.AddDays(40), 1)); // the log ends on day 40
        VisitDurations durations = builder.Build().VisitDurations();
        TestResult expected = LogRank.Compare(times.ToArray(), ended.ToArray(), isFirst.ToArray(), out long observed, out double expectedEnds)!.Value;

        StayComparison comparison = durations.Compare(0, "Channel");
        Assert.Equal(("Channel", 2), (comparison.Dimension, comparison.Segments.Count));
        Assert.Equal((10, observed, 30 - observed), (comparison.Segments[0].Value, comparison.Segments[0].Ended, comparison.Segments[0].StillOpen));
        Assert.Equal(expectedEnds, comparison.Segments[0].ExpectedEnded, 1e-9);
        Assert.Equal(expected.Statistic, comparison.Test!.Value.Statistic, 1e-9);
        Assert.True(expected.PValue < 0.01, "The even deals leave three times as fast.");

        Assert.Null(durations.Compare(0, "Region").Test); // one value only
        Assert.Equal(SegmentValue.None, Assert.Single(durations.Compare(0, "Region").Segments).Value);
        Assert.Empty(durations.Compare(1, "Channel").Segments);
        Assert.Throws<ArgumentException>(() => durations.Compare(0, "Colour"));
    }

    private static void Add(DealLogBuilder builder, long deal, long segment, int enteredAfterDays, DealEvent? end)
    {
        builder.Add(DealEvent.Enter(deal, s_start.AddDays(end is null ? enteredAfterDays : 0), 0, segment: segment));
        if (end is { } e)
            builder.Add(e);
    }
}
