namespace SalesFunnel.Metrics;

/// <content>What a tracker tells.</content>
public sealed partial class SequenceTracker
{
    /// <summary>Counts as of a time.</summary>
    /// <param name="asOf">At or after <see cref="LastEventAt"/>; endings are judged then.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is before the last event, whose effect cannot be taken back.</exception>
    public SequenceSnapshot Snapshot(DateTimeOffset asOf)
    {
        long units = SequenceTime.Floor(asOf, Options.Resolution);
        if (units < Latest)
            throw new ArgumentOutOfRangeException(nameof(asOf), asOf, $"The last event is at {LastEventAt:O}, and its effect cannot be taken back. Ask for that time or a later one.");
        if (_waiting is { Count: > 0 })
            return Settled().Snapshot(asOf);
        if (_levels is null)
        {
            SequenceChains chains = _replay!.Evaluate(units);
            return Options.Detail == SequenceDetail.Chains ? SequenceSnapshot.Of(Header(units, 0), chains) : SequenceSnapshot.Of(Header(units, 0), chains).WithoutChains();
        }

        if (Options.Detail == SequenceDetail.Chains)
            return SequenceSnapshot.Of(Header(units, 0), Chains(_levels, units));
        var count = new LevelCount(Definition.Steps.Count, units, ForgetAfter(Options));
        _levels.Visit(units, ref count);
        long forgotten = count.Forgotten;
        for (int level = 0; level <= Definition.Steps.Count; level++)
        {
            forgotten += _levels.Tally.Forgotten[level];
            count.AddForgotten(level, _levels.Tally.Forgotten[level]);
        }

        return new SequenceSnapshot(Header(units, forgotten), count.Reached, count.Ended, chains: null);
    }

    /// <summary>Gets the furthest step of an entity, 1-based; 0 when it did none.</summary>
    /// <param name="entity">Id of the entity.</param>
    public int LevelOf(long entity)
    {
        if (_waiting is { Count: > 0 })
            return Settled().LevelOf(entity);
        return _levels?.LevelOf(entity) ?? _replay!.LevelOf(entity);
    }

    /// <summary>Lists every entity that did a step with its furthest, 1-based; in no particular order.</summary>
    public IReadOnlyList<(long Entity, int Level)> Levels()
    {
        if (_waiting is { Count: > 0 })
            return Settled().Levels();
        var list = new LevelList(new List<(long, int)>());
        if (_levels is null)
            _replay!.Visit(ref list);
        else
            _levels.Visit(Latest, ref list);
        return list.Items;
    }

    internal static IReadOnlyList<RejectedSequenceEvents> Rejections(RejectedSample? late, RejectedSample? notRepresentable, RejectedSample? wrongShard = null)
    {
        var rejections = new List<RejectedSequenceEvents>();
        AddRejections(rejections, RejectReason.Late, late);
        AddRejections(rejections, RejectReason.NotRepresentable, notRepresentable);
        AddRejections(rejections, RejectReason.WrongShard, wrongShard);
        return rejections.AsReadOnly();
    }

    private SequenceChains Chains(LevelEngine levels, long asOf)
    {
        levels.Flush();
        var sink = new ChainList(Definition.Steps.Count, asOf, SequenceTime.Units(Definition.Window, Options.Resolution, "window"));
        levels.Export(ref sink);
        sink.Chains.Sort();
        return sink.Chains;
    }

    private SequenceHeader Header(long asOf, long forgotten)
    {
        return new SequenceHeader
        {
            Definition = Definition,
            Resolution = Options.Resolution,
            Breakdown = Options.Breakdown,
            AsOf = asOf,
            Partitions = Options.Partition.IsNone ? [] : [Options.Partition],
            Events = EventCount,
            Forgotten = forgotten,
            Rejections = Rejected(),
        };
    }

    private static void AddRejections(List<RejectedSequenceEvents> list, RejectReason reason, RejectedSample? sample)
    {
        if (sample is not { Count: > 0 })
            return;
        var samples = new List<(long, long)>();
        foreach ((long at, long entity) in sample.Samples)
            samples.Add((entity, at));
        list.Add(new RejectedSequenceEvents(reason, sample.Count, samples.AsReadOnly()));
    }

    /// <summary>A copy in which nothing waits any more.</summary>
    private SequenceTracker Settled()
    {
        var copy = new SequenceTracker(Definition, Options with { ExpectedEntities = 0 }) { EventCount = EventCount, _latest = _latest };
        copy._wrongShard.Add(_wrongShard);
        if (_levels is not null)
        {
            _levels.Flush();
            var sink = new LevelCopy(copy._levels!);
            _levels.Export(ref sink);
            copy._levels!.Tally.CopyFrom(_levels.Tally);
        }
        else
        {
            foreach ((long entity, ReplayEvent e) in _replay!.InOrder())
                copy._replay!.Add(new SequenceEvent(entity, e.At, e.Steps, e.Exclusions, e.Segment));
            copy._replay!.NotRepresentable.Add(_replay.NotRepresentable);
        }

        foreach (SequenceEvent e in _waiting!.InOrder())
            copy.ApplyNow(e);
        return copy;
    }

    private readonly struct LevelCopy(LevelEngine to) : ILevelSink
    {
        public void Take(long entity, ReadOnlySpan<long> state) => to.Import(entity, state);
    }

    private readonly struct ChainList(int steps, long asOf, long window) : ILevelSink
    {
        public SequenceChains Chains { get; } = new(steps);

        public void Take(long entity, ReadOnlySpan<long> state)
        {
            Span<long> times = stackalloc long[TimedLevels.MaxSteps];
            int level = TimedLevels.ReadChain(state, times, out long newest);
            if (level > 0)
                Chains.Add(entity, (1UL << level) - 1, level == steps ? SequenceEnding.Completed : asOf - newest <= window ? SequenceEnding.StillOpen : SequenceEnding.Expired, SegmentValue.None, times);
        }
    }

    private struct LevelCount(int steps, long asOf, long forgetAfter) : ILevelVisitor
    {
        // By level from 0 and ending: what did no step is counted, and not shown.
        private readonly long[] _counts = new long[(steps + 1) * SequenceSnapshot.Endings];

        public long Forgotten { get; private set; }

        public readonly long[] Ended => _counts[SequenceSnapshot.Endings..];

        public readonly long[] Reached
        {
            get
            {
                var reached = new long[steps];
                long further = 0;
                for (int level = steps; level > 0; level--)
                {
                    for (int ending = 0; ending < SequenceSnapshot.Endings; ending++)
                        further += _counts[(level * SequenceSnapshot.Endings) + ending];
                    reached[level - 1] = further;
                }

                return reached;
            }
        }

        public void Take(long entity, int level, bool isOpen, bool isExcluded, long last)
        {
            Forgotten += asOf - last > forgetAfter ? 1 : 0;
            _counts[(level * SequenceSnapshot.Endings) + (int)EndingOf(level, isOpen, isExcluded)]++;
        }

        public readonly void AddForgotten(int level, long count) => _counts[(level * SequenceSnapshot.Endings) + (int)EndingOf(level, isOpen: false, isExcluded: false)] += count;

        private readonly SequenceEnding EndingOf(int level, bool isOpen, bool isExcluded) =>
            level == steps ? SequenceEnding.Completed : isOpen ? SequenceEnding.StillOpen : isExcluded ? SequenceEnding.Excluded : SequenceEnding.Expired;
    }

    private struct LevelList(List<(long Entity, int Level)> items) : ILevelVisitor
    {
        public readonly List<(long Entity, int Level)> Items => items;

        public readonly void Take(long entity, int level, bool isOpen, bool isExcluded, long last)
        {
            if (level > 0)
                items.Add((entity, level));
        }
    }
}
