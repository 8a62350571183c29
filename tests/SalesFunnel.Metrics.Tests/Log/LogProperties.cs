using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Log;

/// <summary>Two ways in, one answer; and a log answers for any earlier time as if it had ended there.</summary>
public class LogProperties
{
    [Property]
    public void A_tracker_fed_with_the_sorted_log_gives_the_same_bits(LogCase log)
    {
        StageSnapshot counted = Engine.Log(log).AsOf(log.End).Count(Engine.LogOptions(log));
        StageSnapshot tracked = Engine.Track(log.Sorted()).Snapshot(log.End);

        Assert.Equal(counted.UsesInputOrder, tracked.UsesInputOrder);
        Engine.AssertNone(SnapshotFigures.Differences(
            counted, tracked, log.HasDeletions ? name => !SnapshotFigures.IsMovement(name) : null, withPositions: false));
    }

    [Property]
    public void Without_deletions_a_tracker_is_never_partial_and_a_log_never_is(LogCase log)
    {
        Assert.False(Engine.Track(log.WithoutDeletions()).Snapshot(log.End).IsPartial);
        Assert.False(Engine.Log(log).Count().IsPartial);
    }

    [Property]
    public void A_log_as_of_a_time_is_the_log_of_the_events_up_to_it(LogCase log)
    {
        foreach (DateTimeOffset asOf in log.AsOfTimes)
        {
            foreach (SegmentAttribution attribution in new[] { SegmentAttribution.AtEntry, SegmentAttribution.First, SegmentAttribution.Last, SegmentAttribution.AtOutcome })
            {
                StageSnapshot viewed = Engine.Log(log).AsOf(asOf).Count(Engine.LogOptions(log, attribution));
                StageSnapshot cut = Engine.Log(log.UpTo(asOf)).AsOf(asOf).Count(Engine.LogOptions(log, attribution));
                Assert.Equal(cut.UsesInputOrder, viewed.UsesInputOrder);
                Engine.AssertNone(SnapshotFigures.Differences(cut, viewed, withPositions: false));
            }
        }
    }

    [Property]
    public void The_order_of_rows_does_not_matter_when_every_row_has_its_seq(LogCase log, int seed)
    {
        LogCase unique = log.WithUniqueSeqs();
        DealEvent[] shuffled = [.. unique.Events];
        new Random(seed).Shuffle(shuffled);

        Engine.AssertNone(SnapshotFigures.Differences(
            Engine.Log(unique).AsOf(log.End).Count(Engine.LogOptions(log)),
            Engine.Log(unique.With(shuffled)).AsOf(log.End).Count(Engine.LogOptions(log)),
            withPositions: false));
    }

    [Property]
    public void A_log_built_from_columns_is_the_log_built_from_rows(LogCase log)
    {
        var builder = new DealLogBuilder(log.Definition);
        builder.Add(new EventColumns(log.Events).Batch());
        DealLog columns = builder.Build();

        Assert.Equal((Engine.Log(log).EventCount, Engine.Log(log).DealCount, Engine.Log(log).LastEventAt), (columns.EventCount, columns.DealCount, columns.LastEventAt));
        Engine.AssertNone(SnapshotFigures.Differences(Engine.Log(log).AsOf(log.End).Count(Engine.LogOptions(log)), columns.AsOf(log.End).Count(Engine.LogOptions(log))));
    }

    [Property]
    public void Renaming_the_deals_changes_nothing(LogCase log, int shift)
    {
        LogCase renamed = log.With(log.Events.Select(e => e with { Entity = unchecked((e.Entity * -7_046_029_254_386_353_131) + shift) }));

        Engine.AssertNone(SnapshotFigures.Differences(Engine.Log(log).AsOf(log.End).Count(Engine.LogOptions(log)), Engine.Log(renamed).AsOf(log.End).Count(Engine.LogOptions(log))));
        Engine.AssertNone(SnapshotFigures.Differences(Engine.Track(log).Snapshot(log.End), Engine.Track(renamed).Snapshot(log.End)));
    }

    [Property]
    public void Shifting_all_times_keeps_everything_but_the_cohorts(LogCase log, int seconds)
    {
        LogCase moved = (log with { Calendar = null }).With(log.Events.Select(e => e.AtUnixMicros == EventTime.Undated || !EventTime.IsRepresentable(e.AtUnixMicros) ? e : e with { AtUnixMicros = e.AtUnixMicros + (seconds * 1_000_000L) }));

        Engine.AssertNone(SnapshotFigures.Differences(
            Engine.Log(log).AsOf(log.End).Count(Engine.LogOptions(log) with { Calendar = null }),
            Engine.Log(moved).AsOf(log.End.AddSeconds(seconds)).Count(Engine.LogOptions(moved))));
    }

    [Property]
    public void Counting_a_log_twice_and_in_any_way_gives_the_same(LogCase log)
    {
        DealLog built = Engine.Log(log);
        StageSnapshot first = built.AsOf(log.AsOfTimes[0]).Count(Engine.LogOptions(log));
        built.AsOf(log.End).Count(Engine.LogOptions(log, SegmentAttribution.Last));
        built.Flow(TestFunnels.Calendar(CohortUnit.Month, "UTC"));

        Engine.AssertNone(SnapshotFigures.Differences(first, built.AsOf(log.AsOfTimes[0]).Count(Engine.LogOptions(log))));
    }
}
