namespace SalesFunnel.Metrics;

/// <content>Sums of shards.</content>
public sealed partial class SequenceSnapshot
{
    /// <summary>Adds the snapshots of two entity-disjoint shards: exactly the snapshot of the whole.</summary>
    /// <remarks>Associative and commutative; the snapshot of a tracker without events is neutral. Chains come in their canonical order, so any tree of merges gives the same bytes.</remarks>
    /// <param name="a">One shard.</param>
    /// <param name="b">Another.</param>
    /// <param name="assertDisjoint">True when the caller knows that the two share no entity although their partitions do not prove it.</param>
    /// <exception cref="ArgumentException">The snapshots are of another sequence, resolution, breakdown, detail or as-of time, or could share entities.</exception>
    public static SequenceSnapshot Merge(SequenceSnapshot a, SequenceSnapshot b, bool assertDisjoint = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Merge([a, b], assertDisjoint);
    }

    /// <summary>Adds the snapshots of any number of entity-disjoint shards.</summary>
    /// <param name="shards">At least one.</param>
    /// <param name="assertDisjoint">True when the caller knows that no two share an entity although their partitions do not prove it.</param>
    /// <exception cref="ArgumentException">There is none, or two cannot be merged; see <see cref="Merge(SequenceSnapshot, SequenceSnapshot, bool)"/>.</exception>
    public static SequenceSnapshot Merge(IEnumerable<SequenceSnapshot> shards, bool assertDisjoint = false)
    {
        ArgumentNullException.ThrowIfNull(shards);
        SequenceSnapshot[] all = [.. shards];
        if (all.Length == 0)
            throw new ArgumentException("There is no snapshot to merge. Pass at least one.", nameof(shards));
        SequenceHeader header = all[0].Header;
        for (int i = 1; i < all.Length; i++)
            header = Merge(header, all[i].Header, all[0].Chains is not null, all[i].Chains is not null, assertDisjoint);
        if (all[0].Chains is not null)
        {
            var chains = new SequenceChains(header.Definition.Steps.Count);
            foreach (SequenceSnapshot shard in all)
            {
                for (int i = 0; i < shard.Chains!.Count; i++)
                    chains.AddFrom(shard.Chains, i);
            }

            return Of(header, chains);
        }

        var reached = new long[all[0]._reached.Length];
        var ended = new long[all[0]._ended.Length];
        foreach (SequenceSnapshot shard in all)
        {
            for (int i = 0; i < reached.Length; i++)
                reached[i] += shard._reached[i];
            for (int i = 0; i < ended.Length; i++)
                ended[i] += shard._ended[i];
        }

        return new SequenceSnapshot(header, reached, ended, chains: null);
    }

    private static SequenceHeader Merge(SequenceHeader x, SequenceHeader y, bool xHasChains, bool yHasChains, bool assertDisjoint)
    {
        ShardChecks.Refuse(x.Definition.Fingerprint != y.Definition.Fingerprint, "sequence", x.Definition, y.Definition, "Count both with one definition.");
        ShardChecks.Refuse(x.Resolution != y.Resolution, "resolution", x.Resolution, y.Resolution, "Count both with one SequenceOptions.Resolution.");
        ShardChecks.Refuse(x.Breakdown != y.Breakdown, "breakdown", x.Breakdown, y.Breakdown, "Count both with one SequenceOptions.Breakdown.");
        ShardChecks.Refuse(xHasChains != yHasChains, "detail", DetailOf(xHasChains), DetailOf(yHasChains), "Count both with one SequenceOptions.Detail.");
        ShardChecks.Refuse(x.AsOf != y.AsOf, "as-of time", Time(x), Time(y), "Take both snapshots as of the same time.");
        if (!assertDisjoint && x.Events > 0 && y.Events > 0)
            ShardChecks.RequireDisjoint(x.Partitions, y.Partitions, "entity", "SequenceOptions.Partition");
        return x with
        {
            Partitions = ShardChecks.UnionOf(x.Partitions, x.Events > 0, y.Partitions, y.Events > 0),
            Events = x.Events + y.Events,
            Forgotten = x.Forgotten + y.Forgotten,
            Rejections = Merge(x.Rejections, y.Rejections),
        };
    }

    private static RejectedSequenceEvents[] Merge(IReadOnlyList<RejectedSequenceEvents> x, IReadOnlyList<RejectedSequenceEvents> y) =>
    [
        .. x.Concat(y).GroupBy(static r => r.Reason).OrderBy(static g => g.Key).Select(static g => new RejectedSequenceEvents(
            g.Key,
            g.Sum(static r => r.Count),
            g.SelectMany(static r => r.Samples).OrderBy(static s => s.At).ThenBy(static s => s.Entity).Take(RejectedSequenceEvents.MaxSamples).ToArray().AsReadOnly())),
    ];

    private static SequenceDetail DetailOf(bool hasChains) => hasChains ? SequenceDetail.Chains : SequenceDetail.Counts;

    private static DateTimeOffset Time(SequenceHeader header) => EventTime.FromUnixMicros(SequenceTime.ToMicros(header.AsOf, header.Resolution));
}
