using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>Goes once through the groups of an entity and finds how far each attempt gets. See docs/semantics.md, "Event sequences".</summary>
internal sealed class ChainScan
{
    private readonly ChainRules _rules;
    private readonly ChainStates _states;
    private readonly GroupSteps _steps;
    private readonly ChainKey[] _entries;
    private readonly ChainKey[] _alive; // by level: chains of this group that can go on
    private readonly ChainKey[] _direct;
    private readonly int[] _limits;
    private readonly bool _splits;
    private readonly bool _erases;
    private ChainAttempt _attempt; // level 0 = none is under way
    private ulong _reached; // levels reached in this group, one bit a level - 1
    private bool _hasLimits;

    public ChainScan(ChainRules rules, GroupSteps steps)
    {
        _rules = rules;
        _steps = steps;
        _states = new ChainStates(rules);
        _entries = new ChainKey[rules.Steps];
        _alive = new ChainKey[rules.Steps + 1];
        _direct = new ChainKey[rules.Steps + 1];
        _limits = new int[rules.Steps + 1];
        SequenceRules own = rules.Definition.Rules;
        _erases = own.Exclusions == ExclusionPolicy.EraseAttempt && rules.Definition.Exclusions.Count > 0;
        _splits = _erases || own.Unit == SequenceUnit.Attempts;
    }

    /// <summary>Lists the attempts in order of time: those of totals, or where entities are counted and no event erases, one.</summary>
    public void Run(List<ChainGroup> groups, ReadOnlySpan<ReplayEvent> events, long asOf, bool useExclusions, List<ChainAttempt> attempts)
    {
        attempts.Clear();
        Reset();
        bool isEntities = _rules.Definition.Rules.Unit == SequenceUnit.Entities;
        bool onlyFirst = isEntities && _rules.Attempts == AttemptPolicy.FirstEntry;
        bool stopsAtCompletion = isEntities && _rules.Attempts != AttemptPolicy.Best;
        for (int g = 0; g < groups.Count; g++)
        {
            ChainGroup group = groups[g];
            if (_splits && _attempt.Level > 0 && !_states.IsLive(group.At))
            {
                Close(attempts, false);
                if (onlyFirst)
                    return;
            }

            if (!Advance(groups, g, events, useExclusions))
            {
                Reset(); // erased: what starts now starts anew, and no exclusion of this time falls into it
                Advance(groups, g, events, useExclusions: false);
            }

            bool isCompleted = _attempt.Level == _rules.Steps;
            if (isCompleted && stopsAtCompletion)
                break;
            if (_splits && _attempt.Level > 0 && (isCompleted || !_states.Newest.Exists))
                Close(attempts, false);
        }

        if (_attempt.Level > 0)
            Close(attempts, _states.IsLive(asOf));
    }

    private void Reset()
    {
        _states.Clear();
        _attempt = default;
    }

    private void Close(List<ChainAttempt> attempts, bool isOpen)
    {
        attempts.Add(_attempt with { IsOpen = isOpen });
        Reset();
    }

    /// <summary>Adds a group; false where an exclusion falls into the furthest chain that can go on, and erases.</summary>
    private bool Advance(List<ChainGroup> groups, int g, ReadOnlySpan<ReplayEvent> events, bool useExclusions)
    {
        ChainGroup group = groups[g];
        _hasLimits = useExclusions && group.Exclusions != 0;
        for (int level = 1; _hasLimits && level <= _rules.Steps; level++)
            _limits[level] = _rules.Limit(group.Exclusions, level);
        _reached = 0;
        if (group.Steps != 0)
            Extend(groups, g, events);
        if (_erases && _hasLimits && _attempt.Level < _rules.Steps && FallsIntoFurthest(group.At))
            return false;
        Push(group.At);
        return true;
    }

    private void Extend(List<ChainGroup> groups, int g, ReadOnlySpan<ReplayEvent> events)
    {
        ChainGroup group = groups[g];
        _alive.AsSpan().Fill(ChainKey.None);
        if (_rules.Direct != 0)
            _direct.AsSpan().Fill(ChainKey.None);
        bool isBegun = false;
        for (ulong rest = group.Steps; rest != 0; rest &= rest - 1)
        {
            int entry = BitOperations.TrailingZeroCount(rest);
            ChainKey key = entry > 0 ? _states.Before(entry, group.At) : MayStart() ? new ChainKey(group.At, 0) : ChainKey.None;
            if (!key.Exists)
                continue;
            if (!isBegun)
                _steps.Begin(group, events);
            isBegun = true;
            _steps.Enter(entry, events);
            for (ulong ends = _steps.Ends(entry); ends != 0; ends &= ends - 1)
                Reach(groups, g, entry, BitOperations.TrailingZeroCount(ends), key);
        }
    }

    private bool MayStart() => _rules.Attempts != AttemptPolicy.FirstEntry || _attempt.Level == 0;

    private void Reach(List<ChainGroup> groups, int g, int entry, int end, ChainKey key)
    {
        ulong done = _steps.To(end);
        if (done == 0)
            return;
        int level = end + 1;
        _reached |= 1UL << end;
        if (!_hasLimits || entry <= _limits[level])
        {
            With(key, done).Raise(ref _alive[level]);
            if (_rules.Direct != 0 && _steps.ToLast(end) is > 0 and var last)
                With(key, last).Raise(ref _direct[level]);
        }

        var reached = new ChainAttempt(level, g, _steps.FirstEvent(end), With(key, _steps.ToFirst(end)), false);
        if (_attempt.Level == 0 || _attempt.GivesWayTo(reached, _rules.Attempts, groups[_attempt.Group].At, groups[g].At))
            _attempt = reached;
    }

    private static ChainKey With(ChainKey key, ulong done) => key with { Done = key.Done + BitOperations.PopCount(done) };

    private bool FallsIntoFurthest(long at)
    {
        for (int level = _rules.Steps - 1; level > 0; level--)
        {
            bool isReached = (_reached >> (level - 1) & 1) != 0;
            if (isReached || _states.IsLive(level, at))
                return _limits[level] != int.MaxValue && !(isReached && _alive[level].Exists);
        }

        return false;
    }

    private void Push(long at)
    {
        if (_hasLimits)
        {
            for (int level = 1; level <= _rules.Steps; level++)
            {
                if (_limits[level] != int.MaxValue)
                    _states.Clear(level);
            }

            _states.FindNewest();
        }

        _states.ClearDirect(at);
        for (ulong rest = _reached; rest != 0; rest &= rest - 1)
        {
            int level = BitOperations.TrailingZeroCount(rest) + 1;
            if (_alive[level].Exists)
                _states.Push(level, at, _alive[level]);
            if (_rules.Direct != 0)
                _states.PushDirect(level, _direct[level]);
        }
    }
}
