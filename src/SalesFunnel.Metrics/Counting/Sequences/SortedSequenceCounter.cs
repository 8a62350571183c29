namespace SalesFunnel.Metrics;

/// <summary>Counts event sequences of input that is sorted by entity, then by time: a sorted log, or an export that was ordered. Keeps no entity, so memory does not grow; the fastest way to count.</summary>
/// <remarks>Serves the sequences that levels alone answer (see <see cref="SequenceTracker.KeepsEvents"/>) without exclusions, strict ties and first entry, with the same figures. Up to eight steps are counted by vector instructions where the processor has 512-bit ones. Entities ascend over all batches
/// together; an entity may go on from one batch to the next.</remarks>
public sealed class SortedSequenceCounter
{
    private readonly SequenceOptions _options;
    private readonly long _asOf;
    private readonly SortedLevelRun[] _runs;
    private readonly SortedLevelTeam? _team;

    /// <summary>Creates a counter.</summary>
    /// <param name="definition">The sequence.</param>
    /// <param name="asOf">The time at which endings are judged: at or after the last event.</param>
    /// <param name="options">How to count; <see cref="SequenceOptions.Resolution"/> and <see cref="SequenceOptions.Workers"/> matter.</param>
    /// <exception cref="ArgumentException">The rules or options are not served: use <see cref="SequenceTracker"/>.</exception>
    public SortedSequenceCounter(SequenceDefinition definition, DateTimeOffset asOf, SequenceOptions? options = null)
        : this(definition, asOf, options, useVectors: true)
    {
    }

    internal SortedSequenceCounter(SequenceDefinition definition, DateTimeOffset asOf, SequenceOptions? options, bool useVectors)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Definition = definition;
        _options = options ?? new SequenceOptions();
        SequenceOptionChecks.Require(definition, _options);
        if (!LevelRules.Serves(definition, _options))
            throw new ArgumentException($"The rules of '{definition.Name}', or the detail asked for, need the events of an entity to be kept. Use SequenceTracker.", nameof(definition));
        if (LevelRules.NeedsGroups(definition))
            throw new ArgumentException($"'{definition.Name}' has exclusions, strict ties or first entry, which sorted input is not counted with. Use SequenceTracker.", nameof(definition));
        if (!_options.Partition.IsNone || _options.AllowedLateness > TimeSpan.Zero || _options.ForgetAfter is not null)
            throw new ArgumentException("A shard, a lateness and a time to forget after have no meaning for sorted input. Leave them out, or use SequenceTracker.", nameof(options));
        _asOf = SequenceTime.Floor(asOf, _options.Resolution);
        var rules = new LevelRules(definition, SequenceTime.Units(definition.Window, _options.Resolution, "window"));
        _runs = new SortedLevelRun[_options.Workers];
        for (int i = 0; i < _runs.Length; i++)
            _runs[i] = new SortedLevelRun(rules, _options.Resolution, _asOf, useVectors);
        if (_options.Workers > 1)
            _team = new SortedLevelTeam(_runs);
    }

    /// <summary>Gets the sequence.</summary>
    public SequenceDefinition Definition { get; }

    /// <summary>Gets the number of events given, rejected ones and those that no step names included.</summary>
    public long EventCount { get; private set; }

    /// <summary>Adds the next events.</summary>
    /// <param name="batch">The columns, sorted by entity, then by time. An event earlier than the one before of its entity is rejected as late.</param>
    /// <exception cref="ArgumentException">Entities do not ascend, or an event is after the as-of time. The counter cannot be used any more.</exception>
    public void Add(SequenceBatch batch)
    {
        if (batch.Length == 0)
            return;
        EventCount += batch.Length;
        if (_team is not null && batch.Length >= _options.ParallelFrom)
            _team.Add(batch);
        else
            _runs[0].Add(batch);
    }

    /// <summary>Counts everything given so far; more events may follow, also of the last entity.</summary>
    public SequenceSnapshot Snapshot()
    {
        int steps = Definition.Steps.Count;
        var reached = new long[steps];
        var ended = new long[steps * SequenceSnapshot.Endings];
        SortedLevelRun run = _runs[0];
        for (int step = 0; step < steps; step++)
        {
            (long here, long open) = run.CountOf(step);
            (long further, long furtherOpen) = step + 1 < steps ? run.CountOf(step + 1) : (0, 0);
            reached[step] = here;
            bool isLast = step == steps - 1;
            long stillOpen = isLast ? 0 : open - furtherOpen;
            ended[(step * SequenceSnapshot.Endings) + (int)SequenceEnding.StillOpen] = stillOpen;
            ended[(step * SequenceSnapshot.Endings) + (int)(isLast ? SequenceEnding.Completed : SequenceEnding.Expired)] = here - further - stillOpen;
        }

        return new SequenceSnapshot(
            new SequenceHeader
            {
                Definition = Definition,
                Resolution = _options.Resolution,
                Breakdown = default,
                AsOf = _asOf,
                Partitions = [],
                Events = EventCount,
                Forgotten = 0,
                Rejections = SequenceTracker.Rejections(run.Tally.Late, run.Tally.NotRepresentable),
            },
            reached,
            ended,
            chains: null);
    }
}
