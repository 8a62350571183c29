using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Codec;

/// <summary>Any cut into shards, any chunks, any tree of merges: counts, sums and histograms are the same to the last bit.</summary>
public class ShardProperties
{
    [Property]
    public void Trackers_of_one_to_eight_shards_fed_in_any_chunks_and_merged_in_any_tree_give_the_bytes_of_the_whole(LogCase log, int seed)
    {
        var random = new Random(seed);
        int count = 1 + random.Next(8);
        StageSnapshot[] shards = [.. Enumerable.Range(0, count).Select(index =>
        {
            var partition = new Partition((ulong)seed, index, count);
            return InChunks(log.With(log.Events.Where(e => partition.Owns(e.Entity))), Engine.TrackerOptions(log) with { Partition = partition }, random).Snapshot(log.End);
        })];
        StageSnapshot merged = MergeInAnyTree(shards, random, assertDisjoint: false);

        Assert.Equal(count, merged.Partitions.Count);
        Assert.Equal(SnapshotBytes.OfCounts(Engine.Track(log).Snapshot(log.End)), SnapshotBytes.OfCounts(merged));
        Assert.Equal(SnapshotCodec.ToBytes(StageSnapshot.Merge(shards)), SnapshotCodec.ToBytes(MergeInAnyTree(shards, random, assertDisjoint: false)));
    }

    [Property]
    public void Logs_of_one_to_eight_shards_merged_in_any_tree_give_the_bytes_of_the_whole(LogCase log, int seed)
    {
        var random = new Random(seed);
        int count = 1 + random.Next(8);
        StageSnapshot Count(LogCase part) => Engine.Log(part).AsOf(log.End).Count(Engine.LogOptions(log, SegmentAttribution.First));
        StageSnapshot[] shards = [.. Enumerable.Range(0, count).Select(index => Count(log.With(log.Events.Where(e => Partition.ShardOf(e.Entity, (ulong)seed, count) == index))))];

        Assert.Equal(SnapshotBytes.OfCounts(Count(log)), SnapshotBytes.OfCounts(MergeInAnyTree(shards, random, assertDisjoint: true)));
    }

    [Property]
    public void Saved_shards_merge_to_the_bytes_of_the_whole(LogCase log, ulong seed)
    {
        StageSnapshot[] read = [.. Enumerable.Range(0, 3).Select(index =>
        {
            var partition = new Partition(seed, index, 3);
            LogCase part = log.With(log.Events.Where(e => partition.Owns(e.Entity)));
            return SnapshotCodec.Read(SnapshotCodec.ToBytes(Engine.Track(part, Engine.TrackerOptions(log) with { Partition = partition }).Snapshot(log.End)), log.Definition);
        })];

        Assert.Equal(SnapshotBytes.OfCounts(Engine.Track(log).Snapshot(log.End)), SnapshotBytes.OfCounts(StageSnapshot.Merge(read)));
    }

    private static StageHistoryTracker InChunks(LogCase log, TrackerOptions options, Random random)
    {
        var tracker = new StageHistoryTracker(log.Definition, options);
        for (int start = 0; start < log.Events.Count;)
        {
            DealEvent[] chunk = [.. log.Events.Skip(start).Take(1 + random.Next(12))];
            if (random.Next(2) == 0)
                tracker.Add(chunk);
            else
                tracker.Add(new EventColumns(chunk).Batch());
            start += chunk.Length;
        }

        return tracker;
    }

    private static StageSnapshot MergeInAnyTree(IEnumerable<StageSnapshot> shards, Random random, bool assertDisjoint)
    {
        var left = shards.ToList();
        StageSnapshot Take()
        {
            int at = random.Next(left.Count);
            StageSnapshot taken = left[at];
            left.RemoveAt(at);
            return taken;
        }

        while (left.Count > 1)
            left.Add(StageSnapshot.Merge(Take(), Take(), assertDisjoint));
        return left[0];
    }
}
