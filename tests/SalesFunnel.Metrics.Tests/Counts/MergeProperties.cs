using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Counts;

/// <summary>Shards that share no deal add up to exactly the whole, in any order.</summary>
public class MergeProperties
{
    [Property]
    public void Merged_shards_are_the_whole(LogCase log, PositiveInt shards, ulong seed)
    {
        StageSnapshot whole = Engine.Track(log).Snapshot(log.End);
        StageSnapshot merged = StageSnapshot.Merge(Shards(log, (shards.Get % 5) + 1, seed));

        Assert.Equal((whole.UsesInputOrder, whole.IsPartial), (merged.UsesInputOrder, merged.IsPartial));
        Assert.Equal((shards.Get % 5) + 1, merged.Partitions.Count);
        Engine.AssertNone(SnapshotFigures.Differences(whole, merged, withPositions: false));
    }

    [Property]
    public void Merge_is_associative_and_commutative(LogCase log, ulong seed)
    {
        StageSnapshot[] shards = Shards(log, 3, seed);
        StageSnapshot left = StageSnapshot.Merge(StageSnapshot.Merge(shards[0], shards[1]), shards[2]);
        StageSnapshot right = StageSnapshot.Merge(shards[0], StageSnapshot.Merge(shards[1], shards[2]));
        StageSnapshot turned = StageSnapshot.Merge(shards[2], StageSnapshot.Merge(shards[1], shards[0]));

        Assert.Equal(left.Partitions, right.Partitions);
        Assert.Equal(left.Partitions, turned.Partitions);
        Engine.AssertNone(SnapshotFigures.Differences(left, right));
        Engine.AssertNone(SnapshotFigures.Differences(left, turned));
    }

    [Property]
    public void An_empty_snapshot_is_neutral(LogCase log)
    {
        StageSnapshot whole = Engine.Track(log).Snapshot(log.End);
        StageSnapshot empty = StageSnapshot.Empty(log.Definition, log.End, log.Rule, log.Calendar);

        Engine.AssertNone(SnapshotFigures.Differences(whole, StageSnapshot.Merge(whole, empty)));
        Engine.AssertNone(SnapshotFigures.Differences(whole, StageSnapshot.Merge(empty, whole)));
    }

    [Property]
    public void A_log_split_by_deal_merges_to_the_whole_log(LogCase log)
    {
        StageSnapshot Count(LogCase part) => Engine.Log(part).AsOf(log.End).Count(Engine.LogOptions(log, SegmentAttribution.Last));
        StageSnapshot even = Count(log.With(log.Events.Where(e => e.Entity % 2 == 0)));
        StageSnapshot odd = Count(log.With(log.Events.Where(e => e.Entity % 2 != 0)));

        Engine.AssertNone(SnapshotFigures.Differences(Count(log), StageSnapshot.Merge(even, odd, assertDisjoint: true), withPositions: false));
    }

    private static StageSnapshot[] Shards(LogCase log, int count, ulong seed) => [.. Enumerable.Range(0, count).Select(index =>
    {
        var partition = new Partition(seed, index, count);
        return Engine.Track(log.With(log.Events.Where(e => partition.Owns(e.Entity))), Engine.TrackerOptions(log) with { Partition = partition }).Snapshot(log.End);
    })];
}
