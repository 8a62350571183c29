using System.Buffers;
using SalesFunnel.Metrics.Tests.Sequences;

namespace SalesFunnel.Metrics.Tests.Codec;

/// <summary>A sequence snapshot that was saved is read as it was, and any tree of merges of shards gives the bytes of the whole.</summary>
public class SequenceCodecProperties
{
    private const int Streams = 1_000;

    [Fact]
    public void A_snapshot_is_read_as_it_was_written_with_its_definition_and_every_chain()
    {
        int chains = 0;
        for (int seed = 0; seed < Streams; seed++)
        {
            var random = new RandomSequence(seed);
            SequenceSnapshot snapshot = random.Count();
            RoundTrip(snapshot, seed);
            RoundTrip(snapshot.WithoutChains(), seed);
            chains += snapshot.Chains!.Count;
        }

        Assert.InRange(chains, 3 * Streams, int.MaxValue);
    }

    [Fact]
    public void Shards_merged_in_any_tree_and_order_give_the_bytes_of_the_whole()
    {
        for (int seed = 0; seed < Streams; seed++)
        {
            var random = new RandomSequence(seed);
            bool keepsChains = seed % 2 == 0;
            SequenceSnapshot Detail(SequenceSnapshot s) => keepsChains ? s : s.WithoutChains();
            SequenceSnapshot whole = Detail(random.Count());
            int count = 1 + random.Random.Next(6);
            SequenceSnapshot[] shards = [.. Enumerable.Range(0, count).Select(index =>
            {
                var partition = new Partition((ulong)seed, index, count);
                SequenceSnapshot shard = ReplayRun.Count(random.Definition, [.. random.Events.Where(e => partition.Owns(e.Entity))], random.Options, random.AsOf);
                return Detail(new SequenceSnapshot(shard.Header with { Partitions = [partition] }, shard.ReachedCounts.ToArray(), shard.EndedCounts.ToArray(), shard.Chains));
            })];
            byte[] merged = SequenceSnapshotCodec.ToBytes(InAnyTree(shards, random.Random));
            Assert.Equal(merged, SequenceSnapshotCodec.ToBytes(InAnyTree(shards, random.Random)));
            Assert.Equal(merged, SequenceSnapshotCodec.ToBytes(SequenceSnapshot.Merge(shards)));

            SequenceSnapshot read = SequenceSnapshotCodec.Read(merged, random.Definition);
            Assert.Equal(count, read.Partitions.Count);
            Assert.Equal(
                SequenceSnapshotCodec.ToBytes(whole),
                SequenceSnapshotCodec.ToBytes(new SequenceSnapshot(read.Header with { Partitions = [] }, read.ReachedCounts.ToArray(), read.EndedCounts.ToArray(), read.Chains)));
        }
    }

    [Fact]
    public void Rejections_of_shards_add_up_and_keep_the_earliest_samples()
    {
        SequenceDefinition definition = SequenceDefinition.Create("s").Step("a").Within(TimeSpan.FromDays(1));
        SequenceSnapshot Shard(int index, long firstLate) => SequenceSnapshot.Of(
            new SequenceHeader
            {
                Definition = definition,
                Resolution = TimeResolution.Second,
                Breakdown = default,
                AsOf = 1_000,
                Partitions = [new Partition(3, index, 2)],
                Events = 50,
                Forgotten = index + 1,
                Rejections = [new RejectedSequenceEvents(RejectReason.Late, 20, [.. Enumerable.Range(0, 10).Select(i => ((long)i, firstLate + (2 * i)))]), .. index == 0 ? [] : (RejectedSequenceEvents[])[new(RejectReason.WrongShard, 1, [(5, -3)])]],
            },
            new SequenceChains(1));

        SequenceSnapshot merged = SequenceSnapshot.Merge(Shard(1, 101), Shard(0, 100));
        Assert.Equal((100, 3), (merged.Events, merged.Forgotten));
        Assert.Equal([(RejectReason.Late, 40), (RejectReason.WrongShard, 1)], merged.Rejections.Select(static r => (r.Reason, r.Count)));
        Assert.Equal(Enumerable.Range(100, 10).Select(static t => (long)t), merged.Rejections[0].Samples.Select(static s => s.At));
        RoundTrip(merged, 0);
        Assert.Equal(SequenceSnapshotCodec.ToBytes(merged), SequenceSnapshotCodec.ToBytes(SequenceSnapshot.Merge(Shard(0, 100), Shard(1, 101))));
    }

    [Fact]
    public void Snapshots_that_may_share_entities_or_do_not_belong_together_are_refused_with_a_remedy()
    {
        SequenceDefinition definition = SequenceDefinition.Create("s").Step("a").Step("b").Within(TimeSpan.FromDays(1));
        var options = new SequenceOptions { Detail = SequenceDetail.Chains };
        SequenceSnapshot Of(SequenceDefinition d, SequenceOptions o, int day = 9) => Tracked(d, o).Snapshot(DateTimeOffset.UnixEpoch.AddDays(day));
        string Refusal(SequenceSnapshot x, SequenceSnapshot y) => Assert.Throws<ArgumentException>(() => SequenceSnapshot.Merge(x, y)).Message;
        SequenceSnapshot s = Of(definition, options);

        Assert.Contains("no partition", Refusal(s, s), StringComparison.Ordinal);
        Assert.Contains("Count shards with SequenceOptions.Partition", Refusal(s, s), StringComparison.Ordinal);
        Assert.Equal(2 * s.Entered, SequenceSnapshot.Merge(s, s, assertDisjoint: true).Entered);
        SequenceSnapshot Shard(ulong seed, int index, int count) => Of(definition, options with { Partition = new Partition(seed, index, count) });
        Assert.Contains("both hold shard 0 of 2", Refusal(Shard(1, 0, 2), Shard(1, 0, 2)), StringComparison.Ordinal);
        Assert.Contains("different cuts", Refusal(Shard(1, 0, 2), Shard(1, 1, 3)), StringComparison.Ordinal);
        Assert.Contains("sequence differs", Refusal(s, Of(SequenceDefinition.Create("s").Step("a").Step("c").Within(TimeSpan.FromDays(1)), options)), StringComparison.Ordinal);
        Assert.Contains("resolution differs", Refusal(s, Of(definition, options with { Resolution = TimeResolution.Second })), StringComparison.Ordinal);
        Assert.Contains("breakdown differs", Refusal(s, Of(definition, options with { Breakdown = new SequenceBreakdown(BreakdownKind.FirstTouch) })), StringComparison.Ordinal);
        Assert.Contains("detail differs", Refusal(s, Of(definition, new SequenceOptions())), StringComparison.Ordinal);
        Assert.Contains("as-of time differs", Refusal(s, Of(definition, options, day: 10)), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SequenceSnapshot.Merge([]));
        byte[] neutral = SequenceSnapshotCodec.ToBytes(SequenceSnapshot.Merge(s, new SequenceTracker(definition, options).Snapshot(s.AsOf)));
        Assert.Equal(SequenceSnapshotCodec.ToBytes(s), neutral);
    }

    private static SequenceTracker Tracked(SequenceDefinition definition, SequenceOptions options)
    {
        var tracker = new SequenceTracker(definition, options);
        for (int i = 0; i < 40; i++)
            tracker.Add(i % 13, DateTimeOffset.UnixEpoch.AddHours(i), i % 3 == 0 ? "a" : "b");
        return tracker;
    }

    private static SequenceSnapshot InAnyTree(IEnumerable<SequenceSnapshot> shards, Random random)
    {
        var left = shards.ToList();
        SequenceSnapshot Take()
        {
            int at = random.Next(left.Count);
            SequenceSnapshot taken = left[at];
            left.RemoveAt(at);
            return taken;
        }

        while (left.Count > 1)
            left.Add(SequenceSnapshot.Merge(Take(), Take()));
        return left[0];
    }

    private static void RoundTrip(SequenceSnapshot snapshot, int seed)
    {
        byte[] bytes = SequenceSnapshotCodec.ToBytes(snapshot);
        SequenceSnapshot read = SequenceSnapshotCodec.Read(bytes);

        Assert.True(bytes.AsSpan().SequenceEqual(SequenceSnapshotCodec.ToBytes(read)), $"stream {seed}");
        Assert.Equal((snapshot.AsOf, snapshot.Resolution, snapshot.Events, snapshot.Forgotten, snapshot.Entered), (read.AsOf, read.Resolution, read.Events, read.Forgotten, read.Entered));
        Assert.Equal(snapshot.Header.Breakdown, read.Header.Breakdown);
        Assert.Equal(snapshot.ReachedCounts, read.ReachedCounts);
        Assert.Equal(snapshot.EndedCounts, read.EndedCounts);
        Assert.Equal(snapshot.Partitions, read.Partitions);
        Assert.Equal((snapshot.Definition.Name, snapshot.Definition.Fingerprint, snapshot.Definition.Window, snapshot.Definition.Rules), (read.Definition.Name, read.Definition.Fingerprint, read.Definition.Window, read.Definition.Rules));
        Assert.Equal(snapshot.Definition.EventNames, read.Definition.EventNames);
        Assert.Equal(snapshot.Definition.Steps.Select(static s => s with { Events = [] }), read.Definition.Steps.Select(static s => s with { Events = [] }));
        Assert.Equal(snapshot.Chains?.Count, read.Chains?.Count);
        for (int i = 0; i < (snapshot.Chains?.Count ?? 0); i++)
        {
            (SequenceChain was, SequenceChain now) = (snapshot.Chains![i], read.Chains![i]);
            Assert.Equal((was.Entity, was.StepsDone, was.Ending, was.Segment), (now.Entity, now.StepsDone, now.Ending, now.Segment));
            Assert.True(snapshot.Chains.TimesAt(i).SequenceEqual(read.Chains.TimesAt(i)), $"stream {seed}, chain {i}");
        }

        var buffer = new ArrayBufferWriter<byte>();
        SequenceSnapshotCodec.Write(snapshot, buffer);
        byte[] larger = new byte[bytes.Length + 7];
        Assert.False(SequenceSnapshotCodec.TryWrite(snapshot, new byte[bytes.Length - 1], out int none));
        Assert.True(SequenceSnapshotCodec.TryWrite(snapshot, larger, out int written));
        Assert.Equal((0, bytes.Length), (none, written));
        Assert.True(buffer.WrittenSpan.SequenceEqual(bytes) && larger.AsSpan(0, written).SequenceEqual(bytes));
    }
}
