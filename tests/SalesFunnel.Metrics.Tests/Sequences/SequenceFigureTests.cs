namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>Figures of a sequence on numbers that can be checked by hand.</summary>
public class SequenceFigureTests
{
    private const ulong A = 1;
    private const ulong B = 2;
    private const ulong C = 4;

    // Entity 1: A 0, B 10, C 40. Entity 2: A 5, B 8 and then nothing. Entity 3: A 90, still in its window at 100. Entity 4: A 20, B 21, C 22.
    private static readonly SequenceEvent[] s_events =
    [
        new(1, 0, A, Segment: 7), new(1, 10, B, Segment: 8), new(1, 40, C, Segment: 7), new(2, 5, A), new(2, 8, B, Segment: 8), new(3, 90, A, Segment: 7), new(4, 20, A, Segment: 8), new(4, 21, B, Segment: 8), new(4, 22, C, Segment: 8),
    ];

    [Fact]
    public void Conversion_divides_those_who_did_a_step_by_those_who_did_an_earlier_one()
    {
        SequenceSnapshot s = Count();
        Assert.Equal((4, 3, 2), (s.Reached(0), s.Reached(1), s.Reached(2)));
        Assert.Equal((2, 3, "conversion.sequence.reached/1"), (s.Conversion(1, 2).Converted, s.Conversion(1, 2).Entered, s.Conversion(1, 2).Method));
        Assert.Equal(0.5, s.OverallConversion.Value);
        Assert.Equal(s.ConversionFromFirst(1), s.Conversion("a", "b"));
        Assert.Equal(1, s.ConversionFromFirst(0).Value);
        Assert.NotNull(s.OverallConversion.Interval());
    }

    [Fact]
    public void Those_who_may_still_go_on_are_told_apart_from_those_who_dropped_off()
    {
        SequenceSnapshot s = Count(); // as of 100: entity 3 is open, entity 2 is not
        Assert.Equal((2, 3, "conversion.sequence.closed/1"), (s.ClosedConversion(0, 2).Converted, s.ClosedConversion(0, 2).Entered, s.ClosedConversion(0, 2).Method));
        Assert.Equal(new SequenceDropOff(4, 0, 0, 0, 1), s.DropOff(0));
        Assert.Equal(new SequenceDropOff(3, 0, 1, 0, 0), s.DropOff(1));
        Assert.Equal(new SequenceDropOff(2, 2, 0, 0, 0), s.DropOff(2));
        Assert.Equal((1L, 3L), (s.DropOff(1).Rate.Converted, s.DropOff(1).Rate.Entered));
        SequenceSnapshot later = Count(asOf: 141); // one second after the window of entity 3
        Assert.Equal((2, 4), (later.ClosedConversion(0, 2).Converted, later.ClosedConversion(0, 2).Entered));
        Assert.Equal(new SequenceDropOff(4, 0, 0, 0, 1), Count(asOf: 140).DropOff(0));
    }

    [Fact]
    public void Closed_conversion_from_counts_alone_is_that_from_chains()
    {
        SequenceSnapshot s = Count();
        SequenceSnapshot counts = OnlyCounts(s);
        foreach ((int from, int to) in ((int, int)[])[(0, 1), (0, 2), (1, 2)])
            Assert.Equal((s.ClosedConversion(from, to).Converted, s.ClosedConversion(from, to).Entered), (counts.ClosedConversion(from, to).Converted, counts.ClosedConversion(from, to).Entered));
    }

    [Fact]
    public void Times_between_steps_are_exact()
    {
        SequenceTimes times = Count().TimeBetween(0, 1); // 10, 3, 1
        Assert.Equal((3, 14), (times.N, (long)times.TotalUnits));
        Assert.Equal(14m / 3, times.MeanSeconds);
        Assert.Equal((3m, 2m, 10m), (times.MedianSeconds, times.QuantileSeconds(0.25m), times.QuantileSeconds(1)));
        Assert.Equal((15.5m, 8.25m), (Count().TimeBetween(1, 2).MedianSeconds, Count().TimeBetween(1, 2).QuantileSeconds(0.25m))); // of 1 and 30
        Assert.Equal([new(1, 2), new(6, 1), new(11, 0)], times.Bins());
        Assert.Equal([new(1, 2), new(10, 1)], times.Bins(1)); // the last row holds the maximum
        Assert.Equal((MetricStatus.Ok, "seconds", 14m, "time.sequence.elapsed.mean/1"), (times.ToMetricValue().Status, times.ToMetricValue().Unit, times.ToMetricValue().Numerator, times.ToMetricValue().Method));
    }

    [Fact]
    public void Times_in_microseconds_are_told_in_seconds()
    {
        var options = new SequenceOptions { Resolution = TimeResolution.Microsecond, Detail = SequenceDetail.Chains };
        SequenceSnapshot s = ReplayRun.Count(Define(), [new(1, 0, A), new(1, 1_500_001, B), new(2, 0, A), new(2, 2_000_000, B)], options);
        Assert.Equal((1.7500005m, 2m), (s.TimeBetween(0, 1).MeanSeconds, s.TimeBetween(0, 1).QuantileSeconds(1)));
        Assert.Equal([new(1, 1), new(2, 1)], s.TimeBetween(0, 1).Bins(1));
    }

    [Fact]
    public void A_trend_counts_chains_by_the_period_in_which_they_start_and_fills_empty_periods()
    {
        const long day = 86_400;
        SequenceSnapshot s = ReplayRun.Count(Define(TimeSpan.FromDays(3)), [new(1, day - 1, A), new(1, day, B), new(1, 2 * day, C), new(2, 10, A), new(3, (3 * day) + 5, A)], asOf: 4 * day);
        SequenceTrend trend = s.Trend(CohortCalendar.Of(CohortUnit.Day));
        Assert.Equal([(2, 1, 0), (0, 0, 0), (0, 0, 0), (1, 0, 1)], trend.Points.Select(static p => (p.Entered, p.Converted, p.StillOpen)));
        Assert.Equal(["1970-01-01", "1970-01-02", "1970-01-03", "1970-01-04"], trend.Points.Select(static p => p.Period.Label));
        Assert.Equal((0.5, 0.5), (trend.Points[0].Conversion.Value, trend.Points[0].ClosedConversion.Value));
        Assert.Equal((MetricStatus.Undefined, MetricStatus.Undefined), (trend.Points[1].Conversion.Status, trend.Points[3].ClosedConversion.Status));
        Assert.Equal([(1, 1)], s.Trend(CohortCalendar.Of(CohortUnit.Day), 1, 2).Points.Select(static p => (p.Entered, p.Converted)));
    }

    [Fact]
    public void Segments_count_an_entity_under_each_of_its_values_and_once_over_all()
    {
        SequenceSegments byEvent = Count(new SequenceBreakdown(BreakdownKind.AllEvents)).Segments();
        Assert.Equal([(SegmentValue.None, 1), (7, 2), (8, 1)], byEvent.Groups.Select(static g => (g.Value, g.Snapshot.Reached(0))));
        Assert.Equal((4, 4, 1), (byEvent.DistinctEntities, byEvent.DistinctReached(0), byEvent.DistinctReached(2)));

        SequenceEvent[] twice = [new(1, 0, A), new(1, 1, B, Segment: 7), new(1, 2, B, Segment: 8), new(1, 3, C), new(2, 0, A, Segment: 8)];
        var options = new SequenceOptions { Resolution = TimeResolution.Second, Detail = SequenceDetail.Chains, Breakdown = new SequenceBreakdown(BreakdownKind.Step, 1) };
        SequenceSegments byStep = ReplayRun.Count(Define(rules: SequenceRules.PostHog()), twice, options).Segments();
        Assert.Equal([(SegmentValue.None, 1, 0), (7, 1, 1), (8, 1, 1)], byStep.Groups.Select(static g => (g.Value, g.Snapshot.Reached(0), g.Snapshot.Reached(2))));
        Assert.Equal((2, 1), (byStep.DistinctReached(0), byStep.DistinctReached(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => byStep.DistinctReached(3));
    }

    [Fact]
    public void Without_chains_what_needs_them_is_undefined_and_nothing_throws()
    {
        SequenceSnapshot s = OnlyCounts(Count());
        Assert.Equal((MetricStatus.Undefined, true), (s.TimeBetween(0, 2).Status, s.TimeBetween(0, 2).Reason!.Contains("SequenceDetail.Chains", StringComparison.Ordinal)));
        Assert.Null(s.TimeBetween(0, 2).ToMetricValue().Value);
        Assert.Empty(s.TimeBetween(0, 2).Bins());
        Assert.Equal((MetricStatus.Undefined, s.TimeBetween(0, 2).Reason), (s.Trend(CohortCalendar.Of(CohortUnit.Day)).Status, s.Trend(CohortCalendar.Of(CohortUnit.Day)).Reason));
        Assert.Equal((MetricStatus.Undefined, s.TimeBetween(0, 2).Reason), (s.Segments().Status, s.Segments().Reason));
        Assert.Equal(0.5, s.OverallConversion.Value);
    }

    [Fact]
    public void Without_entities_figures_are_undefined_not_zero()
    {
        SequenceSnapshot s = ReplayRun.Count(Define(), []);
        Assert.Equal((MetricStatus.Undefined, "no entity did step 'a'"), (s.OverallConversion.Status, s.OverallConversion.Reason));
        Assert.Equal(MetricStatus.Undefined, s.ClosedConversion(0, 1).Status);
        Assert.Equal(MetricStatus.Undefined, s.DropOff(0).Rate.Status);
        Assert.Equal("no chain did both steps", s.TimeBetween(0, 1).Reason);
        Assert.Equal("no entity entered", s.Trend(CohortCalendar.Of(CohortUnit.Day)).Reason);
    }

    [Fact]
    public void After_a_step_that_may_be_left_out_conversion_is_a_ratio_without_interval()
    {
        SequenceDefinition definition = SequenceDefinition.Create("s").Step("a").Step("b").Optional().Step("c").Within(TimeSpan.FromSeconds(50), SequenceRules.PostHog());
        SequenceSnapshot s = ReplayRun.Count(definition, [new(1, 0, A), new(1, 1, C), new(2, 0, A), new(2, 1, B), new(2, 2, C), new(3, 0, A), new(3, 2, C), new(4, 0, A), new(4, 1, B)]);
        Assert.Equal((4, 2, 3), (s.Reached(0), s.Reached(1), s.Reached(2)));
        Assert.Equal((false, 1.5, null), (s.Conversion(1, 2).IsNested, s.Conversion(1, 2).Value, s.Conversion(1, 2).Interval()));
        Assert.Equal((true, true), (s.Conversion(0, 2).IsNested, s.Conversion(0, 1).IsNested));
        Assert.Equal((1, 1), (s.ClosedConversion(1, 2).Converted, s.ClosedConversion(1, 2).Entered)); // entity 4 is still open
        Assert.Equal((2, 1, 3), (s.TimeBetween(0, 1).N, s.TimeBetween(1, 2).N, s.TimeBetween(0, 2).N));
        Assert.Equal(MetricStatus.Undefined, OnlyCounts(s).ClosedConversion(1, 2).Status);
    }

    [Fact]
    public void Steps_that_do_not_exist_or_stand_in_the_wrong_order_are_named()
    {
        SequenceSnapshot s = Count();
        Assert.Throws<ArgumentOutOfRangeException>(() => s.Conversion(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => s.Conversion(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => s.TimeBetween(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => s.Trend(CohortCalendar.Of(CohortUnit.Day), 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => s.TimeBetween(0, 1).Bins(0));
        Assert.Contains("It has: a, b, c", Assert.Throws<ArgumentException>(() => s.Conversion("a", "d")).Message, StringComparison.Ordinal);
    }

    private static SequenceDefinition Define(TimeSpan? window = null, SequenceRules? rules = null) =>
        SequenceDefinition.Create("s").Step("a").Step("b").Step("c").Within(window ?? TimeSpan.FromSeconds(50), rules ?? SequenceRules.ClickHouse());

    private static SequenceSnapshot Count(SequenceBreakdown breakdown = default, long asOf = 100) =>
        ReplayRun.Count(Define(), s_events, new SequenceOptions { Resolution = TimeResolution.Second, Detail = SequenceDetail.Chains, Breakdown = breakdown }, asOf);

    private static SequenceSnapshot OnlyCounts(SequenceSnapshot s) => new(s.Header, s.ReachedCounts.ToArray(), s.EndedCounts.ToArray(), chains: null);
}
