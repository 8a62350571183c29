using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Counting;

/// <summary>The tracker gives what the definitions say, figure by figure, for every order of arrival.</summary>
public class TrackerOracleProperties
{
    [Property]
    public void A_tracker_counts_what_the_oracle_counts(LogCase log)
    {
        OracleResult expected = StageHistoryOracle.Count(log.Definition, log.Events, log.End, log.OracleOptions(asLog: false));

        Engine.AssertNone(SnapshotFigures.Differences(expected, Engine.Track(log).Snapshot(log.End)));
    }

    [Property]
    public void A_tracker_with_lateness_counts_what_the_oracle_counts(LogCase log, PositiveInt choice)
    {
        TimeSpan lateness = TimeSpan.FromHours(new[] { 0.001, 1, 2, 24, 960, 400_000 }[choice.Get % 6]);
        OracleResult expected = StageHistoryOracle.Count(log.Definition, log.Events, log.End, log.OracleOptions(asLog: false) with { AllowedLateness = lateness });
        StageHistoryTracker tracker = Engine.Track(log, Engine.TrackerOptions(log) with { AllowedLateness = lateness });

        Engine.AssertNone(SnapshotFigures.Differences(expected, tracker.Snapshot(log.End)));
    }

    [Property]
    public void A_shard_counts_its_own_deals_and_rejects_the_others(LogCase log, PositiveInt shards)
    {
        var partition = new Partition(17, 0, (shards.Get % 3) + 1);
        OracleResult expected = StageHistoryOracle.Count(log.Definition, log.Events, log.End, log.OracleOptions(asLog: false) with { Partition = partition });

        Engine.AssertNone(SnapshotFigures.Differences(expected, Engine.Track(log, Engine.TrackerOptions(log) with { Partition = partition }).Snapshot(log.End)));
    }

    [Property]
    public void A_tracker_knows_how_much_it_was_given(LogCase log)
    {
        StageHistoryTracker tracker = Engine.Track(log);
        OracleResult expected = StageHistoryOracle.Count(log.Definition, log.Events, log.End, log.OracleOptions(asLog: false));

        Assert.Equal(log.Events.Count, tracker.EventCount);
        Assert.Equal(expected.Deals.Count, tracker.DealCount);
    }

    [Property]
    public void A_snapshot_before_the_last_event_is_refused(LogCase log)
    {
        StageHistoryTracker tracker = Engine.Track(log);
        if (tracker.LastEventAt is { } last)
        {
            Assert.Equal(last, tracker.Snapshot(last).AsOf);
            Assert.Throws<ArgumentOutOfRangeException>(() => tracker.Snapshot(last.AddTicks(-10)));
        }
    }
}
