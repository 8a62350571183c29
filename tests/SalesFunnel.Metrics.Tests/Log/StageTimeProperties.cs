using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Log;

/// <summary>Every basis of the time in a stage, elapsed and in working time, against its definition.</summary>
public class StageTimeProperties
{
    private const long Hour = 3_600_000_000;
    private const long Week = 7 * 24 * Hour;

    private static readonly long s_monday = EventTime.ToUnixMicros(new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero));

    // Without daylight saving, so that working time has a formula of its own below; WorkCalendarTests compares zones.
    private static readonly WorkCalendar s_calendar = WorkCalendar.Create().OpenMondayToFriday(new TimeOnly(8, 0), new TimeOnly(12, 0)).OpenMondayToFriday(new TimeOnly(13, 0), new TimeOnly(0, 0)).Build();

    [Property]
    public void Each_visit(LogCase log) => Compare(log, StageTimeBasis.PerVisit);

    [Property]
    public void All_visits_of_a_deal_together(LogCase log) => Compare(log, StageTimeBasis.PerDeal);

    [Property]
    public void The_first_visit(LogCase log) => Compare(log, StageTimeBasis.FirstVisit);

    [Property]
    public void The_latest_visit(LogCase log) => Compare(log, StageTimeBasis.LatestVisit);

    [Property]
    public void From_the_first_entry_to_a_later_stage(LogCase log) => Compare(log, StageTimeBasis.ToLaterStage);

    [Property]
    public void Attribution_moves_samples_between_segments_only(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        VisitDurations atEntry = engine.VisitDurations(Engine.LogOptions(log));
        VisitDurations last = engine.VisitDurations(Engine.LogOptions(log, SegmentAttribution.Last));
        for (int stage = 0; stage < log.Definition.OpenStageCount; stage++)
        {
            Assert.Equal(atEntry.TotalMicros(stage), last.TotalMicros(stage));
            Assert.Equal(atEntry.Count(stage) + atEntry.StillOpen(stage) + atEntry.Untimed(stage), last.Count(stage) + last.StillOpen(stage) + last.Untimed(stage));
        }
    }

    private static void Compare(LogCase log, StageTimeBasis basis)
    {
        DealLog engine = Engine.Log(log);
        foreach (DateTimeOffset asOf in log.AsOfTimes.Append(log.End))
        {
            OracleResult oracle = StageHistoryOracle.Count(log.Definition, log.Events, asOf, log.OracleOptions(asLog: true));
            OracleDeal[] deals = [.. oracle.Deals.Where(d => d.IsCreated && !d.IsGone)];
            foreach (WorkCalendar? calendar in new[] { null, s_calendar })
            {
                var times = new StageTimeOptions { Basis = basis, WorkCalendar = calendar };
                VisitDurations found = engine.AsOf(asOf).VisitDurations(Engine.LogOptions(log), times);
                Func<long, long, long> measure = calendar is null ? static (from, to) => to - from : static (from, to) => WorkedUntil(to) - WorkedUntil(from);
                var samples = deals.Select(d => (Deal: d, Samples: OracleStageTimes.Of(d, log.Definition, basis.ToString(), EventTime.ToUnixMicros(asOf), measure))).ToList();

                CompareSamples(log, samples.SelectMany(x => x.Samples), found);
                foreach (int cohort in oracle.Cohorts)
                    CompareSamples(log, samples.Where(x => x.Deal.Cohort == cohort).SelectMany(x => x.Samples), found.Cohort(cohort));
                foreach (IReadOnlyList<long> values in oracle.SegmentTuples)
                {
                    var inSegment = samples.Where(x => x.Deal.Segments().SequenceEqual(values)).ToList();
                    CompareSamples(log, inSegment.SelectMany(x => x.Samples), found.Where(log.Definition.Dimensions, values));
                    foreach (int cohort in oracle.Cohorts)
                        CompareSamples(log, inSegment.Where(x => x.Deal.Cohort == cohort).SelectMany(x => x.Samples), found.Cohort(cohort).Where(log.Definition.Dimensions, values));
                }
            }
        }
    }

    private static void CompareSamples(LogCase log, IEnumerable<OracleStageTimes.Sample> samples, VisitDurations found)
    {
        ILookup<int, OracleStageTimes.Sample> byStage = samples.ToLookup(s => s.Stage);
        for (int stage = 0; stage < log.Definition.OpenStageCount; stage++)
        {
            OracleStageTimes.Sample[] timed = [.. byStage[stage].Where(s => s.Micros is not null)];
            Assert.Equal(byStage[stage].Count() - timed.Length, found.Untimed(stage));
            long[] ended = [.. timed.Where(s => s.End != OracleVisitEnd.StillOpen).Select(s => s.Micros!.Value).Order()];
            Assert.Equal((ended.Length, timed.Length - ended.Length), (found.Count(stage), found.StillOpen(stage)));
            Assert.Equal(ended.Length == 0 ? null : Type7.Median(ended) / 1_000_000m, found.MedianSeconds(stage));
            Assert.Equal(ended.Length == 0 ? null : (decimal)ended.Sum() / ended.Length / 1_000_000m, found.MeanSeconds(stage));
            foreach (VisitEnd end in Enum.GetValues<VisitEnd>())
            {
                long[] ofEnd = [.. timed.Where(s => s.End.ToString() == end.ToString()).Select(s => s.Micros!.Value).Order()];
                Assert.Equal((ofEnd.Length, (Int128)ofEnd.Sum()), (found.Count(stage, end), found.TotalMicros(stage, end)));
                if (end == VisitEnd.StillOpen)
                    continue;
                Assert.Equal(ofEnd.Length == 0 ? null : ofEnd[0] / 1_000_000m, found.QuantileSeconds(stage, end, 0));
                Assert.Equal(ofEnd.Length == 0 ? null : ofEnd[^1] / 1_000_000m, found.QuantileSeconds(stage, end, 1));
            }

            if (timed.Length > 0)
                Assert.Equal(timed.Select(s => s.Micros!.Value / 1e6).Distinct().Order(), found.Survival(stage).Steps.Select(s => s.Time));
        }
    }

    // Five days of 15 hours a week: 8 to 12 and 13 to 24 o'clock UTC.
    private static long WorkedUntil(long micros)
    {
        long intoWeek = micros - s_monday - (FloorDiv(micros - s_monday, Week) * Week);
        long worked = 75 * Hour * FloorDiv(micros - s_monday, Week);
        for (int day = 0; day < 5; day++)
            worked += Math.Clamp(intoWeek - (((24 * day) + 8) * Hour), 0, 4 * Hour) + Math.Clamp(intoWeek - (((24 * day) + 13) * Hour), 0, 11 * Hour);
        return worked;
    }

    private static long FloorDiv(long a, long b) => (a / b) - (a % b < 0 ? 1 : 0);
}
