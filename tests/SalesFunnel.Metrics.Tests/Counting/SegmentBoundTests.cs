using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Counting;

/// <summary>Beyond a stated number of values a dimension's deals are counted together, never dropped.</summary>
public class SegmentBoundTests
{
    private static readonly DateTimeOffset Day = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Values_beyond_the_bound_count_as_other(bool live)
    {
        StageSnapshot s = Count(live, 2, [5, 9, 5, 1, 9, 7, null]);

        Assert.Equal((7, 2, 2, 2, 1), (s.Leads, s.Segment(5).Leads, s.Segment(9).Leads, s.Segment(SegmentValue.Other).Leads, s.Segment(SegmentValue.None).Leads));
        Assert.Equal([SegmentValue.None, SegmentValue.Other, 5, 9], s.GroupBy("D0").Select(g => g.Values[0]));
        Assert.Equal(0, s.Segment(1).Leads);
    }

    [Fact]
    public void The_bound_holds_per_dimension()
    {
        var tracker = new StageHistoryTracker(TestFunnels.Funnel(3, 2), new TrackerOptions { MaxSegmentValues = 1 });
        for (int deal = 0; deal < 4; deal++)
        {
            tracker.Add(DealEvent.SegmentOf(deal, Day, 1, deal / 2));
            tracker.Add(DealEvent.Enter(deal, Day, 0, segment: 3));
        }

        StageSnapshot s = tracker.Snapshot(Day);
        Assert.Equal(4, s.Segment("D0", 3).Leads);
        Assert.Equal((2, 2), (s.Segment("D1", 0).Leads, s.Segment("D1", SegmentValue.Other).Leads));
    }

    [Fact]
    public void A_dimension_that_does_not_exist_is_refused_by_name() =>
        Assert.Contains("D0, D1", Assert.Throws<ArgumentException>(() => new StageHistoryTracker(TestFunnels.Funnel(3, 2)).Snapshot(Day).GroupBy("D2")).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Count(true, 0, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Track(new TrackerOptions { ReopenWithin = TimeSpan.FromTicks(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Track(new TrackerOptions { AllowedLateness = TimeSpan.FromTicks(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Track(new TrackerOptions { ExpectedDeals = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Track(new TrackerOptions { Rule = (CountingRule)9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Track(new TrackerOptions { Partition = new Partition(1, 2, 2) }));
    }

    private static StageHistoryTracker Track(TrackerOptions options) => new(FunnelDefinition.Classic, options);

    private static StageSnapshot Count(bool live, int bound, long?[] values)
    {
        DealEvent[] events = [.. values.Select((v, deal) => DealEvent.Enter(deal, Day, 0, segment: v))];
        FunnelDefinition funnel = TestFunnels.Funnel(3, 1);
        if (!live)
        {
            var builder = new DealLogBuilder(funnel);
            foreach (DealEvent e in events)
                builder.Add(e);
            return builder.Build().Count(new LogCountOptions { MaxSegmentValues = bound });
        }

        var tracker = new StageHistoryTracker(funnel, new TrackerOptions { MaxSegmentValues = bound });
        tracker.Add(events);
        return tracker.Snapshot(Day);
    }
}
