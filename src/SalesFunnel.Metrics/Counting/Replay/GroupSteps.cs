using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>The steps that a chain can do by the events of one time: from the step by which it comes to that time to the last one it does there.</summary>
internal sealed class GroupSteps(ChainRules rules)
{
    private readonly TiedEvents _tied = new(rules.Steps);
    private readonly ulong[] _free = new ulong[rules.Steps];
    private readonly ulong[] _last = new ulong[rules.Steps];
    private readonly ulong[] _first = new ulong[rules.Steps];
    private readonly ulong[] _now = new ulong[rules.Steps];
    private readonly int[] _event = new int[rules.Steps];
    private ChainGroup _group;
    private Way _way;

    private enum Way
    {
        OneStep,
        AllSteps,
        Matching,
        InOrder,
    }

    public void Begin(in ChainGroup group, ReadOnlySpan<ReplayEvent> events)
    {
        _group = group;
        bool inOrder = rules.Ties == EventTies.Input && group.Count > 1;
        _way = inOrder ? Way.InOrder
            : rules.Ties == EventTies.Strict ? Way.OneStep
            : rules.AllowsReuse ? Way.AllSteps
            : group.StepEvents == 1 ? Way.OneStep
            : HasOverlap(events.Slice(group.First, group.Count)) ? Way.Matching : Way.AllSteps;
        if (_way == Way.Matching)
            _tied.Begin(events.Slice(group.First, group.Count));
    }

    /// <summary>Lets a chain come to the group by a step. Until the next call the other methods answer for it.</summary>
    /// <param name="entry">The step, one of those that the group does.</param>
    /// <param name="events">All events.</param>
    /// <param name="until">In order: the index in the group of the last event that may serve.</param>
    public void Enter(int entry, ReadOnlySpan<ReplayEvent> events, int until = int.MaxValue)
    {
        _free.AsSpan().Clear();
        switch (_way)
        {
            case Way.OneStep:
                _free[entry] = 1UL << entry;
                break;
            case Way.InOrder:
                EnterInOrder(entry, events.Slice(_group.First, (int)Math.Min(_group.Count, until + 1L)));
                break;
            default:
                EnterTied(entry);
                break;
        }
    }

    /// <summary>The last step that can be done, or lower.</summary>
    public ulong Ends(int entry) => _way == Way.OneStep ? 1UL << entry : _group.Steps & (ulong.MaxValue << entry);

    /// <summary>The steps done when a step is the last, or 0: the most, and of those the earliest.</summary>
    public ulong To(int end) => _free[end];

    /// <summary>The same by the last counted event of the group, or of those that may serve: only from there a step can follow directly.</summary>
    public ulong ToLast(int end) => _way == Way.InOrder ? _last[end] : _free[end];

    /// <summary>The same by the first event that can be the last one.</summary>
    public ulong ToFirst(int end) => _way == Way.InOrder ? _first[end] : _free[end];

    /// <summary>The index in the group of that event; 0 where the order of events does not matter.</summary>
    public int FirstEvent(int end) => _way == Way.InOrder ? _event[end] : 0;

    private static bool HasOverlap(ReadOnlySpan<ReplayEvent> events)
    {
        foreach (ref readonly ReplayEvent e in events)
        {
            if ((e.Steps & (e.Steps - 1)) != 0)
                return true;
        }

        return false;
    }

    private void EnterTied(int entry)
    {
        if (_way == Way.Matching)
        {
            _tied.Clear();
            _tied.TryAdd(entry);
        }

        ulong possible = _group.Steps & rules.Together;
        ulong done = 1UL << entry;
        _free[entry] = done;
        for (int end = entry + 1; end < rules.Steps; end++)
        {
            bool isOptional = (rules.Optional >> end & 1) != 0;
            bool isPossible = (possible >> end & 1) != 0;
            if (isPossible && _way == Way.Matching)
                isPossible = TryEnd(end, isOptional, entry, done);
            else if (isPossible)
                _free[end] = done | 1UL << end | (possible & rules.Optional & StepSet.Between(entry, end));
            if (isOptional)
                continue;
            if (!isPossible)
                return;
            done |= 1UL << end;
        }
    }

    // Mandatory steps stay; optional ones are filled in afterwards, earlier ones first: by the matroid of matchings that gives the most steps, and of those the first.
    private bool TryEnd(int end, bool isOptional, int entry, ulong done)
    {
        if (isOptional)
            _tied.Keep();
        if (!_tied.TryAdd(end))
            return false;
        if (!isOptional)
            _tied.Keep();
        ulong all = done | 1UL << end;
        for (ulong rest = _group.Steps & rules.Together & rules.Optional & StepSet.Between(entry, end); rest != 0; rest &= rest - 1)
        {
            int step = BitOperations.TrailingZeroCount(rest);
            all |= _tied.TryAdd(step) ? 1UL << step : 0;
        }

        _free[end] = all;
        _tied.Restore();
        return true;
    }

    private void EnterInOrder(int entry, ReadOnlySpan<ReplayEvent> events)
    {
        _last.AsSpan().Clear();
        _first.AsSpan().Clear();
        bool isFirstCounted = true;
        bool isFirstStart = true;
        for (int i = 0; i < events.Length; i++)
        {
            ref readonly ReplayEvent e = ref events[i];
            if (!rules.Counts(e))
                continue;
            bool mayEnter = entry == 0 ? isFirstStart || rules.Attempts != AttemptPolicy.FirstEntry : isFirstCounted || !rules.IsDirect(entry);
            Do(entry, e.Steps, mayEnter, i);
            isFirstCounted = false;
            isFirstStart &= (e.Steps & 1) == 0;
        }
    }

    private void Do(int entry, ulong steps, bool mayEnter, int index)
    {
        _now.AsSpan().Clear();
        for (ulong rest = steps & (ulong.MaxValue << entry); rest != 0; rest &= rest - 1)
        {
            int step = BitOperations.TrailingZeroCount(rest);
            if (step == entry)
                _now[step] = mayEnter ? 1UL << step : 0;
            else if ((rules.Together >> step & 1) != 0)
                _now[step] = Continue(entry, step);
        }

        for (ulong rest = steps & (ulong.MaxValue << entry); rest != 0; rest &= rest - 1)
        {
            int step = BitOperations.TrailingZeroCount(rest);
            if (_now[step] != 0 && _first[step] == 0)
                (_first[step], _event[step]) = (_now[step], index);
            _free[step] = StepSet.Better(_now[step], _free[step]);
        }

        _now.CopyTo(_last.AsSpan());
    }

    private ulong Continue(int entry, int step)
    {
        ulong best = 0;
        for (int level = Math.Max(rules.NearestLevel(step), entry + 1); level <= step; level++)
        {
            ulong before = rules.IsDirect(step) ? _last[level - 1] : _free[level - 1];
            if (rules.AllowsReuse)
                before = StepSet.Better(_now[level - 1], before);
            if (before != 0)
                best = StepSet.Better(before | 1UL << step, best);
        }

        return best;
    }
}
