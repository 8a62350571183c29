using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Counting;

/// <summary>How events are handed over does not matter: one by one, as rows, as columns, in any chunks, in any order that the lateness allows.</summary>
public class TrackerFeedingProperties
{
    [Property]
    public void Rows_and_columns_are_the_same_as_single_events(LogCase log)
    {
        StageSnapshot expected = Engine.Track(log).Snapshot(log.End);
        var rows = new StageHistoryTracker(log.Definition, Engine.TrackerOptions(log));
        rows.Add(log.Events.ToArray());
        Engine.AssertNone(SnapshotFigures.Differences(expected, rows.Snapshot(log.End)));
        foreach (bool leaveOut in new[] { false, true })
        {
            var columns = new StageHistoryTracker(log.Definition, Engine.TrackerOptions(log));
            columns.Add(new EventColumns(log.Events).Batch(leaveOut));
            Engine.AssertNone(SnapshotFigures.Differences(expected, columns.Snapshot(log.End)));
        }
    }

    [Property]
    public void Any_chunking_is_the_same_as_single_events(LogCase log, PositiveInt[] lengths)
    {
        StageSnapshot expected = Engine.Track(log).Snapshot(log.End);
        foreach (TimeSpan lateness in new[] { TimeSpan.Zero, TimeSpan.FromDays(2) })
        {
            TrackerOptions options = Engine.TrackerOptions(log) with { AllowedLateness = lateness };
            var chunked = new StageHistoryTracker(log.Definition, options);
            int start = 0;
            for (int chunk = 0; start < log.Events.Count; chunk++)
            {
                int length = Math.Min(lengths.Length == 0 ? 3 : lengths[chunk % lengths.Length].Get, log.Events.Count - start);
                if (chunk % 2 == 0)
                    chunked.Add(new EventColumns(log.Events.Skip(start).Take(length).ToList()).Batch());
                else
                    chunked.Add(log.Events.Skip(start).Take(length).ToArray());
                start += length;
            }

            Engine.AssertNone(SnapshotFigures.Differences(lateness == TimeSpan.Zero ? expected : Engine.Track(log, options).Snapshot(log.End), chunked.Snapshot(log.End)));
        }
    }

    [Property]
    public void Blocks_of_the_batch_path_meet_without_a_seam(LogCase log)
    {
        // The batch path works in blocks of some hundred events: repeat the log under new deal ids until it spans several.
        LogCase wide = log.With(Enumerable.Range(0, 12).SelectMany(copy => log.Events.Select(e => e with { Entity = e.Entity + (copy % 5 * 10) })));
        var columns = new StageHistoryTracker(log.Definition, Engine.TrackerOptions(log));
        columns.Add(new EventColumns(wide.Events).Batch());

        Engine.AssertNone(SnapshotFigures.Differences(Engine.Track(wide).Snapshot(log.End), columns.Snapshot(log.End)));
    }

    [Property]
    public void Taking_a_snapshot_changes_nothing(LogCase log, bool waits)
    {
        TrackerOptions options = Engine.TrackerOptions(log) with { AllowedLateness = waits ? TimeSpan.FromDays(2) : TimeSpan.Zero };
        var watched = new StageHistoryTracker(log.Definition, options);
        foreach (DealEvent e in log.Events)
        {
            watched.Add(e);
            watched.Snapshot(log.End);
        }

        Engine.AssertNone(SnapshotFigures.Differences(Engine.Track(log, options).Snapshot(log.End), watched.Snapshot(log.End)));
    }

    [Property]
    public void A_snapshot_of_a_prefix_is_that_of_a_tracker_that_saw_only_the_prefix_and_stays_as_it_was(LogCase log, NonNegativeInt cut)
    {
        int length = cut.Get % (log.Events.Count + 1);
        var tracker = new StageHistoryTracker(log.Definition, Engine.TrackerOptions(log));
        foreach (DealEvent e in log.Events.Take(length))
            tracker.Add(e);
        StageSnapshot early = tracker.Snapshot(log.End);
        foreach (DealEvent e in log.Events.Skip(length))
            tracker.Add(e);

        Engine.AssertNone(SnapshotFigures.Differences(Engine.Track(log.With(log.Events.Take(length))).Snapshot(log.End), early));
    }

    [Property]
    public void Any_arrival_within_the_lateness_is_the_same_as_the_sorted_order(LogCase log, int seed)
    {
        LogCase sorted = log.WithUniqueSeqs().Sorted();
        TimeSpan lateness = TimeSpan.FromDays(3);
        var random = new Random(seed);
        LogCase arriving = sorted.With(sorted.Events
            .Select(e => (Event: e, Arrival: EventTime.IsRepresentable(e.AtUnixMicros) && e.AtUnixMicros != EventTime.Undated ? e.AtUnixMicros + random.NextInt64(lateness.Ticks / 10) : e.AtUnixMicros))
            .OrderBy(x => x.Arrival).Select(x => x.Event));

        Engine.AssertNone(SnapshotFigures.Differences(
            Engine.Track(sorted).Snapshot(log.End),
            Engine.Track(arriving, Engine.TrackerOptions(log) with { AllowedLateness = lateness }).Snapshot(log.End),
            withPositions: false));
    }
}
