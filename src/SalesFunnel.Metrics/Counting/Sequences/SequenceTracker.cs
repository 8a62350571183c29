using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>Counts event sequences, live or in batches; allocates nothing per event once warm.</summary>
/// <remarks>Two ways of counting, chosen by the options and told by <see cref="KeepsEvents"/>. <em>Levels</em>: for each level of an entity the latest start of a chain that long, 32 bytes an entity for up to six steps, and the same
/// small work for every event; with exclusions that drop the attempt, strict ties or first entry 40 bytes and 8 for each step, in input order 32 and 16 for each step; with chains up to eight steps, and the times of each level's steps. <em>Replay</em>: the events that matter are kept and evaluated when a result is asked for; serves all options. Both give the same answers. An event earlier than its entity's last one is
/// put in order within <see cref="SequenceOptions.AllowedLateness"/>, else it is rejected as late. Not thread-safe: one thread at a time; <see cref="SequenceOptions.Workers"/> lets one call use several.</remarks>
public sealed partial class SequenceTracker
{
    private readonly LevelEngine? _levels;
    private readonly GroupRules? _groups; // where an event is told by a code
    private readonly ReplayStore? _replay;
    private readonly WaitingSequenceEvents? _waiting;
    private readonly RejectedSample _wrongShard = new();
    private readonly bool _ownsAll;
    private long _latest = long.MinValue; // of events that waited

    /// <summary>Creates a tracker without entities.</summary>
    /// <param name="definition">The sequence.</param>
    /// <param name="options">How to count; the defaults when not given.</param>
    /// <exception cref="ArgumentException">Options do not go together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public SequenceTracker(SequenceDefinition definition, SequenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Definition = definition;
        Options = options ?? new SequenceOptions();
        SequenceOptionChecks.Require(definition, Options);
        _ownsAll = Options.Partition.IsNone;
        if (LevelRules.Serves(definition, Options))
            (_levels, _groups) = NewLevels(definition, Options);
        else
            _replay = new ReplayStore(definition, Options);
        if (Options.AllowedLateness > TimeSpan.Zero)
            _waiting = new WaitingSequenceEvents(SequenceTime.Units(Options.AllowedLateness, Options.Resolution, "lateness"));
    }

    /// <summary>Gets the sequence.</summary>
    public SequenceDefinition Definition { get; }

    /// <summary>Gets how it is counted.</summary>
    public SequenceOptions Options { get; }

    /// <summary>Gets a value indicating whether events are kept and evaluated when a result is asked for; otherwise levels are kept, and memory does not grow with events.</summary>
    public bool KeepsEvents => _replay is not null;

    /// <summary>Gets the number of events given, rejected ones and those that no step names included.</summary>
    public long EventCount { get; private set; }

    /// <summary>Gets the number of entities that state is kept of.</summary>
    public long EntityCount
    {
        get
        {
            _levels?.Flush();
            return _levels?.Count ?? _replay!.Count;
        }
    }

    /// <summary>Gets the time of the latest event that matters, or <c>null</c> when there is none.</summary>
    public DateTimeOffset? LastEventAt => Latest == long.MinValue ? null : EventTime.FromUnixMicros(SequenceTime.ToMicros(Latest, Options.Resolution));

    /// <summary>Gets the bytes of all state, buffers included.</summary>
    public long StateBytes => _levels is null ? _replay!.Bytes : _levels.TableBytes + _levels.BufferBytes;

    internal LevelEngine? LevelEngine => _levels;

    internal ReplayStore? ReplayStore => _replay;

    private long Latest => Math.Max(_latest, _levels?.Tally.LastAt ?? _replay!.LastAt);

    /// <summary>Adds one event by its name.</summary>
    /// <param name="entity">Id of the entity.</param>
    /// <param name="at">When; finer times than the resolution are cut off towards the past.</param>
    /// <param name="eventName">Name of the event; one that the sequence does not name counts only where foreign events matter.</param>
    /// <param name="segment">The value of the property that results are broken down by.</param>
    public void Add(long entity, DateTimeOffset at, string eventName, long segment = SegmentValue.None)
    {
        byte type = Definition.TypeOf(eventName);
        AddOne(new SequenceEvent(entity, SequenceTime.Floor(at, Options.Resolution), Definition.StepsOf(type), Definition.ExclusionsOf(type), segment));
    }

    /// <summary>Adds one event with its steps.</summary>
    /// <param name="sequenceEvent">The event. One that cannot be counted is rejected and counted by reason; see <see cref="SequenceSnapshot.Rejections"/>.</param>
    /// <exception cref="ArgumentException">The event does several steps, or a step or exclusion that the sequence does not have, and <see cref="SequenceOptions.StepMasks"/> is off.</exception>
    public void Add(in SequenceEvent sequenceEvent)
    {
        CheckMasks(sequenceEvent);
        AddOne(sequenceEvent);
    }

    /// <summary>Adds a batch of columns, in order. Same result as adding its events one by one.</summary>
    /// <param name="batch">The columns.</param>
    public void Add(SequenceBatch batch)
    {
        if (_levels is not null && _waiting is null && _ownsAll)
        {
            EventCount += batch.Length;
            _levels.Add(batch);
            return;
        }

        for (int i = 0; i < batch.Length; i++)
        {
            byte type = batch.Types[i];
            AddOne(new SequenceEvent(batch.Entities[i], batch.At[i], Definition.StepsOf(type), Definition.ExclusionsOf(type), batch.Segments.IsEmpty ? SegmentValue.None : batch.Segments[i]));
        }
    }

    /// <summary>Takes entities without an event for longer than <see cref="SequenceOptions.ForgetAfter"/> before <see cref="LastEventAt"/> (less <see cref="SequenceOptions.AllowedLateness"/>) out of memory now, instead of when they come back.</summary>
    /// <returns>How many entities were forgotten by this call; none without <see cref="SequenceOptions.ForgetAfter"/>.</returns>
    /// <remarks>All counts stay, <see cref="SequenceSnapshot.Forgotten"/> included, as long as input is in order of time to within that span; an event further back finds its entity gone and counts as that of a new one, where it might have been
    /// late or gone on with a chain. <see cref="LevelOf"/> and <see cref="Levels"/> know these entities no more. Of dense ids the flat array stays. Takes time in proportion to <see cref="EntityCount"/>; call it now and then.</remarks>
    public long Compact()
    {
        if (Options.ForgetAfter is null || Latest == long.MinValue)
            return 0;
        long now = _waiting is null ? Latest : _waiting.Watermark(Latest);
        return _levels!.Forget(now - ForgetAfter(Options));
    }

    /// <summary>Forgets all entities and events, and keeps the memory for the next ones.</summary>
    public void Clear()
    {
        EventCount = 0;
        _latest = long.MinValue;
        _wrongShard.Clear();
        _waiting?.Clear();
        _levels?.Clear();
        _replay?.Clear();
    }

    /// <summary>Everything rejected so far.</summary>
    internal IReadOnlyList<RejectedSequenceEvents> Rejected()
    {
        _levels?.Flush(); // an event in a buffer may turn out late
        return Rejections(_levels?.Tally.Late, _levels?.Tally.NotRepresentable ?? _replay!.NotRepresentable, _wrongShard);
    }

    /// <summary>The events that wait for earlier ones, in order.</summary>
    internal SequenceEvent[] Waiting() => _waiting?.InOrder() ?? [];

    /// <summary>Takes over what a saved tracker had counted.</summary>
    /// <returns>False when it cannot have rejected for such a reason.</returns>
    internal bool Restore(long events, IReadOnlyList<RejectedSequenceEvents> rejections)
    {
        EventCount = events;
        foreach (RejectedSequenceEvents item in rejections)
        {
            RejectedSample? sample = item.Reason switch
            {
                RejectReason.Late => _levels?.Tally.Late,
                RejectReason.NotRepresentable => _levels?.Tally.NotRepresentable ?? _replay!.NotRepresentable,
                RejectReason.WrongShard when !_ownsAll => _wrongShard,
                _ => null,
            };
            if (sample is null)
                return false;
            sample.Add(item);
        }

        return true;
    }

    /// <summary>Takes over an event that a saved tracker had kept, or that waited.</summary>
    /// <returns>What is wrong with it, or <c>null</c>.</returns>
    internal string? Restore(in SequenceEvent e, bool isWaiting)
    {
        if (MaskError(e) is { } wrong)
            return wrong;
        if (!SequenceTime.CanBeGiven(e.At, Options.Resolution) || !Options.Partition.Owns(e.Entity))
            return "its time cannot be given, or it belongs to another shard";
        if (isWaiting && _waiting is null)
            return "nothing waits without a lateness";
        if (!isWaiting)
        {
            _replay!.Add(e);
            return null;
        }

        if (e.At < _latest)
            return "waiting events are not in ascending order";
        _latest = e.At;
        _waiting!.Add(e);
        return null;
    }

    internal void ApplyNow(in SequenceEvent e)
    {
        if (_levels is null)
            _replay!.Add(e);
        else if (_groups is not null && _groups.TryCode(e.Steps, e.Exclusions, out byte code) && code != 0)
            _levels.Add(e.Entity, e.At, code);
        else if (_groups is null && e.Steps != 0)
            _levels.Add(e.Entity, e.At, BitOperations.TrailingZeroCount(e.Steps) + 1);
    }

    private static (LevelEngine Levels, GroupRules? Groups) NewLevels(SequenceDefinition definition, SequenceOptions options)
    {
        var rules = new LevelRules(definition, SequenceTime.Units(definition.Window, options.Resolution, "window"), ForgetAfter(options));
        if (options.Detail == SequenceDetail.Chains)
            return (new PartitionedLevels<TimedLevels>(rules, options), null);
        if (rules.Parameters.Groups is { } groups)
            return (definition.Rules.Ties == EventTies.Input ? new PartitionedLevels<OrderedGroupLevels>(rules, options) : new PartitionedLevels<GroupLevels>(rules, options), groups);
        return (rules.IsCompact ? new PartitionedLevels<CompactLevels>(rules, options) : new PartitionedLevels<WideLevels>(rules, options), null);
    }

    private static long ForgetAfter(SequenceOptions options) => options.ForgetAfter is { } span ? SequenceTime.Units(span, options.Resolution, "time to forget after") : long.MaxValue;

    private void AddOne(in SequenceEvent e)
    {
        EventCount++;
        if (e.Steps == 0 && e.Exclusions == 0 && !Definition.CountsForeignEvents)
            return;
        if (!_ownsAll && !Options.Partition.Owns(e.Entity))
            _wrongShard.Add(e.Entity, e.At);
        else if (_waiting is null || !SequenceTime.CanBeGiven(e.At, Options.Resolution))
            ApplyNow(e);
        else
            Wait(e);
    }

    private void Wait(in SequenceEvent e)
    {
        _latest = Math.Max(_latest, e.At);
        _waiting!.Add(e);
        _waiting.Release(this, _latest);
    }

    private void CheckMasks(in SequenceEvent e)
    {
        if (MaskError(e) is { } wrong)
            throw new ArgumentException($"The event of entity {e.Entity} cannot be counted: {wrong}.", nameof(e));
    }

    private string? MaskError(in SequenceEvent e)
    {
        int steps = Definition.Steps.Count;
        int exclusions = Definition.Exclusions.Count;
        if ((steps < 64 && e.Steps >> steps != 0) || (exclusions < 64 && e.Exclusions >> exclusions != 0))
            return $"it names a step or an exclusion that the sequence does not have, which has {steps} steps and {exclusions} exclusions";
        if (_levels is not null && (e.Steps & (e.Steps - 1)) != 0)
            return "it does several steps, but no event name of the sequence does; set SequenceOptions.StepMasks when predicates make the masks";
        return _groups is not null && !_groups.TryCode(e.Steps, e.Exclusions, out _)
            ? $"it is the {GroupRules.MaxCodes + 1}th different combination of a step and exclusions, and no more than {GroupRules.MaxCodes} can be told apart; set SequenceOptions.StepMasks when predicates make the masks"
            : null;
    }
}
