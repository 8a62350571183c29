using System.Runtime.Intrinsics;

namespace SalesFunnel.Metrics;

/// <summary>Counts one ascending stretch of sorted events, in any number of batches: whole entities in registers, the entity at the seam of two batches by the scalar twin.</summary>
internal sealed class SortedLevelRun
{
    private const int Chunk = 1 << 15; // its columns stay in the second-level cache between the check and the count
    private const int VectorFrom = 64;

    private readonly LevelRules _rules;
    private readonly long[] _stepLanes;
    private readonly long _asOf;
    private readonly long _firstAt;
    private readonly long _lastAt;
    private readonly bool _useVectors;
    private readonly long[] _state;
    private readonly long[] _reached = new long[SequenceDefinition.MaxSteps + 1]; // by level − 1
    private readonly long[] _open = new long[SequenceDefinition.MaxSteps + 1];
    private readonly int[] _ends = new int[SortedLevels.Stretches];
    private bool _hasEntity;
    private bool _hasFinished;
    private long _finished; // the largest entity that is over

    public SortedLevelRun(LevelRules rules, TimeResolution resolution, long asOf, bool useVectors)
    {
        _rules = rules;
        _asOf = asOf;
        _firstAt = EventTime.Min / SequenceTime.MicrosOf(resolution);
        _lastAt = EventTime.Max / SequenceTime.MicrosOf(resolution);
        _useVectors = useVectors && Vector512.IsHardwareAccelerated && rules.Steps <= SortedLevels.MaxSteps;
        _state = new long[WideLevels.Words(rules.Steps)];
        _stepLanes = new long[256 * SortedLevels.MaxSteps];
        for (int type = 0; type < 256 && _useVectors; type++)
        {
            if (rules.StepOfType[type] is > 0 and var step)
                _stepLanes[(type * SortedLevels.MaxSteps) + step - 1] = -1;
        }
    }

    private long Entity { get; set; } // that may go on in the next batch

    public LevelTally Tally { get; } = new();

    /// <summary>How many entities did a step, and how many of them are open as of the time; the entity that may go on included.</summary>
    public (long Reached, long Open) CountOf(int step)
    {
        LevelParameters parameters = _rules.Parameters;
        bool did = _hasEntity && (WideLevels.Reached(ref _state[0], in parameters) >> step & 1) != 0;
        return (_reached[step] + (did ? 1 : 0), _open[step] + (did && WideLevels.IsOpen(ref _state[0], _asOf, in parameters) ? 1 : 0));
    }

    public void Add(SequenceBatch batch)
    {
        int next = Math.Min(EndOfEntity(batch, 0), batch.Length);
        Scalar(batch.Slice(0, next));
        while (next < batch.Length)
        {
            int end = Math.Min(next + Chunk, batch.Length);
            int whole = LastStart(batch, next, end);
            if (whole == next)
            {
                // One entity fills the rest of the chunk; it may go on.
                end = Math.Min(EndOfEntity(batch, next), batch.Length);
                Scalar(batch.Slice(next, end - next));
                next = end;
                continue;
            }

            Whole(batch.Slice(next, whole - next));
            next = whole;
        }
    }

    /// <summary>Counts the entity that might have gone on.</summary>
    public void Finish()
    {
        if (!_hasEntity)
            return;
        LevelParameters parameters = _rules.Parameters;
        ulong reached = WideLevels.Reached(ref _state[0], in parameters);
        bool isOpen = WideLevels.IsOpen(ref _state[0], _asOf, in parameters);
        for (int level = 0; reached != 0; reached >>= 1, level++)
        {
            _reached[level]++;
            _open[level] += isOpen ? 1 : 0;
        }

        Array.Clear(_state);
        _hasEntity = false;
        (_finished, _hasFinished) = (Entity, true);
    }

    /// <summary>Takes the entity over that might go on from another run, and its counts.</summary>
    public void Take(SortedLevelRun other)
    {
        for (int level = 0; level < _reached.Length; level++)
        {
            _reached[level] += other._reached[level];
            _open[level] += other._open[level];
        }

        Array.Clear(other._reached);
        Array.Clear(other._open);
        Tally.Take(other.Tally);
        if (other._hasFinished && (!_hasFinished || other._finished > _finished))
            (_finished, _hasFinished) = (other._finished, true);
        other._hasFinished = false;
        if (!other._hasEntity)
            return;
        Finish();
        other._state.CopyTo(_state, 0);
        (Entity, _hasEntity) = (other.Entity, true);
        Array.Clear(other._state);
        other._hasEntity = false;
    }

    public static ArgumentException NotSorted(long entity, long before) =>
        new($"Entity {entity} comes after entity {before}: the input is not sorted by entity. Sort it, or use SequenceTracker, which takes any order of entities.");

    private static int EndOfEntity(SequenceBatch batch, int start)
    {
        int end = start;
        while (end < batch.Length && batch.Entities[end] == batch.Entities[start])
            end++;
        return end;
    }

    // Where the last entity before the end begins: it may go on behind it.
    private static int LastStart(SequenceBatch batch, int start, int end)
    {
        int last = end - 1;
        while (last > start && batch.Entities[last - 1] == batch.Entities[last])
            last--;
        return last;
    }

    private void Whole(SequenceBatch batch)
    {
        if (!_useVectors || batch.Length < VectorFrom || !Divide(batch)
            || !SortedLevels.IsSorted(batch.Entities, batch.At, out long earliest, out long latest) || earliest < _firstAt || latest > _lastAt || latest > _asOf
            || !IsAfterAll(batch.Entities[0]))
        {
            Scalar(batch);
            return;
        }

        Finish();
        LevelParameters parameters = _rules.Parameters;
        SortedLevels.Count(batch, _ends, _stepLanes, _rules.StepOfType, parameters.Window, _asOf - parameters.Window, parameters.TiesMask != 0, _reached, _open);
        Tally.LastAt = Math.Max(Tally.LastAt, latest);
        (_finished, _hasFinished) = (batch.Entities[^1], true);
    }

    /// <summary>Divides the events of whole entities into stretches of about the same length.</summary>
    private bool Divide(SequenceBatch batch)
    {
        int start = 0;
        for (int stretch = 0; stretch < _ends.Length - 1; stretch++)
        {
            int end = Math.Max(start + 1, (int)((long)batch.Length * (stretch + 1) / _ends.Length));
            while (end < batch.Length && batch.Entities[end] == batch.Entities[end - 1])
                end++;
            if (end >= batch.Length)
                return false;
            _ends[stretch] = start = end;
        }

        _ends[^1] = batch.Length;
        return true;
    }

    private void Scalar(SequenceBatch batch)
    {
        LevelParameters parameters = _rules.Parameters;
        for (int i = 0; i < batch.Length; i++)
        {
            long entity = batch.Entities[i];
            long at = batch.At[i];
            if (!_hasEntity || entity != Entity)
                Begin(entity);
            int step = _rules.StepOfType[batch.Types[i]];
            if (step == 0)
                continue;
            if (at < _firstAt || at > _lastAt)
            {
                Tally.NotRepresentable.Add(entity, at);
                continue;
            }

            if (at > _asOf)
                throw new ArgumentException($"An event of entity {entity} is at {at}, after the time as of which sequences are counted ({_asOf}). Give an as-of time at or after the last event.", nameof(batch));
            if (WideLevels.Apply(ref _state[0], at, step, in parameters))
                Tally.LastAt = Math.Max(Tally.LastAt, at);
            else
                Tally.Late.Add(entity, at);
        }
    }

    private void Begin(long entity)
    {
        if (!IsAfterAll(entity))
            throw NotSorted(entity, _hasEntity ? Entity : _finished);
        Finish();
        Entity = entity;
        _hasEntity = true;
    }

    private bool IsAfterAll(long entity) => (!_hasEntity || entity > Entity) && (!_hasFinished || entity > _finished);
}
