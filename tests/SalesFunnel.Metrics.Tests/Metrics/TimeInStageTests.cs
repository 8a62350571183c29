namespace SalesFunnel.Metrics.Tests.Metrics;

public class TimeInStageTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 3, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_mean_is_over_completed_visits_and_open_ones_are_told_apart()
    {
        TimeInStage time = Track(Enter(1, 0, 0), Enter(1, 2, 1), Enter(2, 0, 0), Enter(2, 5, 1), Enter(3, 0, 0)).TimeInStage("Awareness");

        Assert.Equal((2, 1, MetricStatus.Ok), (time.Completed, time.StillOpen, time.Status));
        Assert.Equal(TimeSpan.FromHours(3.5), time.Mean);
        Assert.Equal(12_600m, time.ToMetricValue().Value);
        Assert.InRange(time.ApproximateMedian!.Value / TimeSpan.FromHours(3.5), 1 - (1.0 / 128), 1 + (1.0 / 128));
    }

    [Fact]
    public void A_mean_is_exact_however_large_the_sum()
    {
        // 30,000 visits of 9,998 years exceed 64 bits of microseconds.
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic);
        DateTimeOffset end = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (int deal = 0; deal < 30_000; deal++)
        {
            tracker.Enter(deal, DateTimeOffset.MinValue, 0);
            tracker.Enter(deal, end, 1);
        }

        Assert.Equal((decimal)(end - DateTimeOffset.MinValue).TotalSeconds, tracker.Snapshot(end).TimeInStage(0).MeanSeconds);
    }

    [Fact]
    public void Without_a_completed_visit_there_is_no_time()
    {
        TimeInStage time = Track(Enter(1, 0, 0)).TimeInStage(0);

        Assert.Equal((0, 1, null, null, MetricStatus.Undefined), (time.Completed, time.StillOpen, time.Mean, time.ApproximateMedian, time.Status));
        Assert.Equal((null, MetricStatus.Undefined), (time.ToMetricValue().Value, time.ToMetricValue().Status));
    }

    [Fact]
    public void Visits_without_a_date_are_disclosed()
    {
        TimeInStage time = Track(DealEvent.Enter(1, null, 0), Enter(1, 2, 1), Enter(2, 0, 0), Enter(2, 5, 1)).TimeInStage(0);

        Assert.Equal((1, 1, MetricStatus.Partial, "1 of 2 ended visits have a date"), (time.Completed, time.Untimed, time.Status, time.Reason));
    }

    [Fact]
    public void A_tracker_that_lost_a_deal_says_that_its_times_are_partial()
    {
        StageSnapshot s = Track(Enter(1, 0, 0), Enter(1, 2, 1), DealEvent.Deleted(1, Start.AddHours(3)));

        Assert.Equal((0, 1, MetricStatus.Partial), (s.Leads, s.TimeInStage(0).Completed, s.TimeInStage(0).Status));
    }

    [Fact]
    public void The_won_stage_has_no_time() => Assert.Throws<ArgumentOutOfRangeException>(() => Track().TimeInStage(3));

    private static DealEvent Enter(long deal, int hours, int stage) => DealEvent.Enter(deal, Start.AddHours(hours), stage);

    private static StageSnapshot Track(params DealEvent[] events)
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic);
        tracker.Add(events);
        return tracker.Snapshot(Start.AddDays(10));
    }
}
