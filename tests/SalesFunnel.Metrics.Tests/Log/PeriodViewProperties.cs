using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Log;

public class PeriodViewProperties
{
    private static readonly SegmentAttribution[] DealAttributions =
        [SegmentAttribution.AtEntry, SegmentAttribution.First, SegmentAttribution.Last, SegmentAttribution.AtOutcome];

    [Property]
    public void Flow_is_what_happened_in_each_period(LogCase log)
    {
        foreach (SegmentAttribution attribution in DealAttributions.Append(SegmentAttribution.AtEvent))
        {
            foreach (DateTimeOffset asOf in log.AsOfTimes.Append(log.End))
            {
                OracleResult oracle = Oracle(log, asOf, attribution == SegmentAttribution.AtEvent ? SegmentAttribution.AtEntry : attribution);
                FlowView flow = Engine.Log(log).AsOf(asOf).Flow(CalendarOf(log), Engine.LogOptions(log, attribution));
                Engine.AssertNone(PeriodFigures.Differences(OraclePeriods.Flow(oracle, log.Definition, CalendarOf(log), attribution), flow, log.Definition));
                foreach ((int Dimension, long Value) segment in Segments(log))
                {
                    Engine.AssertNone(PeriodFigures.Differences(
                        OraclePeriods.Flow(oracle, log.Definition, CalendarOf(log), attribution, segment),
                        flow.Segment(log.Definition.Dimensions[segment.Dimension], segment.Value),
                        log.Definition));
                }
            }
        }
    }

    [Property]
    public void Outcome_is_how_deals_closed_by_period_of_their_last_outcome(LogCase log)
    {
        foreach (SegmentAttribution attribution in DealAttributions)
        {
            foreach (DateTimeOffset asOf in log.AsOfTimes.Append(log.End))
            {
                OracleResult oracle = Oracle(log, asOf, attribution);
                OutcomeView outcome = Engine.Log(log).AsOf(asOf).Outcome(CalendarOf(log), Engine.LogOptions(log, attribution));
                Engine.AssertNone(PeriodFigures.Differences(OraclePeriods.Outcome(oracle, CalendarOf(log)), outcome));
                foreach ((int Dimension, long Value) segment in Segments(log))
                    Engine.AssertNone(PeriodFigures.Differences(OraclePeriods.Outcome(oracle, CalendarOf(log), segment), outcome.Segment(log.Definition.Dimensions[segment.Dimension], segment.Value)));
            }
        }
    }

    [Property]
    public void Flow_of_past_periods_never_changes_when_later_events_come(LogCase log)
    {
        LogCase kept = log.WithoutDeletions();
        foreach (SegmentAttribution attribution in new[] { SegmentAttribution.AtEntry, SegmentAttribution.AtEvent })
        {
            FlowView whole = Engine.Log(kept).AsOf(log.End).Flow(CalendarOf(log), Engine.LogOptions(log, attribution));
            foreach (DateTimeOffset asOf in log.AsOfTimes)
            {
                long cut = EventTime.ToUnixMicros(asOf);
                foreach (FlowRow row in Engine.Log(kept).AsOf(asOf).Flow(CalendarOf(log), Engine.LogOptions(log, attribution)).Rows)
                {
                    // A period that ended by the as-of time is final.
                    if (row.Period.To is { } to && EventTime.ToUnixMicros(to) > cut + 1)
                        continue;
                    FlowRow later = Assert.Single(whole.Rows, r => r.Period.Number == row.Period.Number);
                    Assert.Empty(PeriodFigures.Of(row, log.Definition).DifferencesTo(PeriodFigures.Of(later, log.Definition), row.Period.Label));
                }
            }
        }
    }

    [Property]
    public void Flow_and_outcome_sum_to_the_snapshot(LogCase log)
    {
        DealLog built = Engine.Log(log).AsOf(log.End);
        StageSnapshot snapshot = built.Count(Engine.LogOptions(log));
        FlowView flow = built.Flow(CalendarOf(log), Engine.LogOptions(log));
        OutcomeView outcome = built.Outcome(CalendarOf(log), Engine.LogOptions(log));

        Assert.Equal(snapshot.Leads, flow.Rows.Sum(r => r.Leads));
        Assert.Equal(snapshot.Reopenings, flow.Rows.Sum(r => r.Reopenings));
        for (int stage = 0; stage < log.Definition.Stages.Count; stage++)
            Assert.Equal(snapshot.Visits(stage), flow.Rows.Sum(r => r.Entries(stage)));
        Assert.Equal((snapshot.Won, snapshot.Lost, snapshot.WonAmount), (outcome.Rows.Sum(r => r.Won), outcome.Rows.Sum(r => r.Lost), outcome.Rows.Sum(r => r.WonAmount)));
    }

    private static CohortCalendar CalendarOf(LogCase log) => log.Calendar ?? TestFunnels.Calendar(CohortUnit.Month, "UTC");

    private static OracleResult Oracle(LogCase log, DateTimeOffset asOf, SegmentAttribution attribution) =>
        StageHistoryOracle.Count(log.Definition, log.Events, asOf, new OracleOptions { AsLog = true, ReopenWithin = log.ReopenWithin, Attribution = attribution });

    private static IEnumerable<(int Dimension, long Value)> Segments(LogCase log) =>
        Enumerable.Range(0, log.Definition.Dimensions.Count).SelectMany(d => new[] { SegmentValue.None, 1, 2 }.Select(v => (d, v)));
}
