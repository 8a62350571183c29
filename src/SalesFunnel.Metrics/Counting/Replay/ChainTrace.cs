using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>Finds the times of a chosen chain: of all chains with its start, end and number of steps the one that does the earliest steps at the earliest times.</summary>
internal sealed class ChainTrace
{
    private readonly ChainRules _rules;
    private readonly GroupSteps _steps;
    private readonly int[,] _best; // by level and next step, without a gap: the most steps from a later group to the end, or -1
    private readonly GapQueue?[,] _queues;
    private int[] _most = []; // by group and entry: the most steps from there to the end, or -1
    private List<ChainGroup> _groups = [];
    private ChainAttempt _attempt;
    private int _first;

    public ChainTrace(ChainRules rules, GroupSteps steps)
    {
        _rules = rules;
        _steps = steps;
        _best = new int[rules.Steps + 1, rules.Steps];
        _queues = new GapQueue?[rules.Steps + 1, rules.Steps];
        for (int step = 1; step < rules.Steps; step++)
        {
            for (int level = rules.NearestLevel(step); level <= step && !rules.IsDirect(step) && rules.HasGap(step); level++)
                _queues[level, step] = new GapQueue(rules.MinGaps[step], rules.MaxGaps[step]);
        }
    }

    /// <summary>Writes the time of each step done and returns those steps.</summary>
    public ulong Find(List<ChainGroup> groups, ReadOnlySpan<ReplayEvent> events, in ChainAttempt attempt, bool useExclusions, Span<long> times)
    {
        _groups = groups;
        _attempt = attempt;
        for (_first = attempt.Group; groups[_first].At != attempt.Key.Start;)
            _first--;
        int size = (attempt.Group - _first + 1) * _rules.Steps;
        if (_most.Length < size)
            _most = new int[Math.Max(size, 2 * _most.Length)];
        _most.AsSpan(0, size).Fill(-1);
        LookBack(events, useExclusions);
        return GoForward(events, useExclusions, times);
    }

    private ref int Most(int group, int entry) => ref _most[((group - _first) * _rules.Steps) + entry];

    private void LookBack(ReadOnlySpan<ReplayEvent> events, bool useExclusions)
    {
        for (int level = 1; level <= _rules.Steps; level++)
            Forget(level);
        for (int g = _attempt.Group; g >= _first; g--)
        {
            ChainGroup group = _groups[g];
            ulong exclusions = useExclusions ? group.Exclusions : 0;
            ulong entries = g == _first ? group.Steps : group.Steps & ~1UL;
            if (entries != 0)
                _steps.Begin(group, events);
            for (ulong rest = entries; rest != 0; rest &= rest - 1)
            {
                int entry = BitOperations.TrailingZeroCount(rest);
                if (entry < _attempt.Level)
                    Most(g, entry) = MostFrom(g, entry, exclusions, events);
            }

            for (int level = 1; exclusions != 0 && level <= _rules.Steps; level++)
            {
                if (_rules.Limit(exclusions, level) != int.MaxValue)
                    Forget(level); // a chain at this level before the group comes to it or not at all beyond
            }

            for (ulong rest = entries & ~1UL; rest != 0; rest &= rest - 1)
            {
                int entry = BitOperations.TrailingZeroCount(rest);
                if (entry < _attempt.Level && Most(g, entry) >= 0)
                    Offer(entry, group.At, Most(g, entry));
            }
        }
    }

    private int MostFrom(int g, int entry, ulong exclusions, ReadOnlySpan<ReplayEvent> events)
    {
        if (g == _attempt.Group)
        {
            _steps.Enter(entry, events, _rules.Ties == EventTies.Input ? _attempt.Event : int.MaxValue);
            return CountOf(_steps.ToLast(_attempt.Level - 1));
        }

        int most = -1;
        _steps.Enter(entry, events);
        for (ulong ends = _steps.Ends(entry); ends != 0; ends &= ends - 1)
        {
            int level = BitOperations.TrailingZeroCount(ends) + 1;
            if (level >= _attempt.Level || entry > _rules.Limit(exclusions, level))
                continue;
            for (int next = level; next < _attempt.Level && _rules.NearestLevel(next) <= level; next++)
            {
                int here = CountOf(Done(level, next));
                int there = here < 0 ? -1 : MostAfter(g, level, next);
                most = there < 0 ? most : Math.Max(most, here + there);
            }
        }

        return most;
    }

    private ulong Done(int level, int next) => _rules.IsDirect(next) ? _steps.ToLast(level - 1) : _steps.To(level - 1);

    private static int CountOf(ulong done) => done == 0 ? -1 : BitOperations.PopCount(done);

    private int MostAfter(int g, int level, int next)
    {
        if (_rules.IsDirect(next))
            return IsWithinGap(g, g + 1, next) ? Most(g + 1, next) : -1;
        return _queues[level, next] is { } queue ? queue.Best(_groups[g].At).Done : _best[level, next];
    }

    private bool IsWithinGap(int g, int later, int next)
    {
        ulong gap = ChainRules.Elapsed(_groups[g].At, _groups[later].At);
        return gap >= _rules.MinGaps[next] && gap <= _rules.MaxGaps[next];
    }

    private void Forget(int level)
    {
        for (int step = level; step < _rules.Steps; step++)
        {
            _best[level, step] = -1;
            _queues[level, step]?.Clear();
        }
    }

    private void Offer(int entry, long at, int most)
    {
        for (int level = _rules.NearestLevel(entry); level <= entry; level++)
        {
            _best[level, entry] = Math.Max(_best[level, entry], most);
            _queues[level, entry]?.Push(at, new ChainKey(0, most));
        }
    }

    private ulong GoForward(ReadOnlySpan<ReplayEvent> events, bool useExclusions, Span<long> times)
    {
        ulong all = 0;
        for ((int g, int entry, int rest) = (_first, 0, _attempt.Key.Done); g >= 0;)
        {
            _steps.Begin(_groups[g], events);
            (ulong done, int next, int later) = g == _attempt.Group ? (0, 0, -1) : Choose(g, entry, rest, useExclusions, events);
            if (g == _attempt.Group)
            {
                _steps.Enter(entry, events, _rules.Ties == EventTies.Input ? _attempt.Event : int.MaxValue);
                done = _steps.ToLast(_attempt.Level - 1);
            }

            for (ulong steps = done; steps != 0; steps &= steps - 1)
                times[BitOperations.TrailingZeroCount(steps)] = _groups[g].At;
            all |= done;
            (g, entry, rest) = (later, next, rest - BitOperations.PopCount(done));
        }

        return all;
    }

    private (ulong Done, int Next, int Later) Choose(int g, int entry, int rest, bool useExclusions, ReadOnlySpan<ReplayEvent> events)
    {
        (ulong Done, int Next, int Later) best = (0, 0, -1);
        ulong exclusions = useExclusions ? _groups[g].Exclusions : 0;
        _steps.Enter(entry, events);
        for (ulong ends = _steps.Ends(entry); ends != 0; ends &= ends - 1)
        {
            int level = BitOperations.TrailingZeroCount(ends) + 1;
            if (level >= _attempt.Level || entry > _rules.Limit(exclusions, level))
                continue;
            for (int next = level; next < _attempt.Level && _rules.NearestLevel(next) <= level; next++)
            {
                ulong done = Done(level, next);
                if (done == 0 || (best.Done != 0 && !DoesEarlier(done, next, best.Done, best.Next)))
                    continue;
                int later = Earliest(g, level, next, rest - BitOperations.PopCount(done), useExclusions);
                if (later >= 0)
                    best = (done, next, later);
            }
        }

        return best;
    }

    // The first step that only one of them does now counts, unless the other goes on by an earlier one, which this one leaves out.
    private static bool DoesEarlier(ulong done, int next, ulong other, int otherNext)
    {
        if (done == other)
            return next < otherNext;
        int first = BitOperations.TrailingZeroCount(done ^ other);
        return (done >> first & 1) != 0 ? otherNext >= first : next < first;
    }

    private int Earliest(int g, int level, int next, int rest, bool useExclusions)
    {
        for (int later = g + 1; later <= _attempt.Group; later++)
        {
            if (Most(later, next) == rest && IsWithinGap(g, later, next))
                return later;
            bool isBarred = useExclusions && _rules.Limit(_groups[later].Exclusions, level) != int.MaxValue;
            if (_rules.IsDirect(next) || isBarred || ChainRules.Elapsed(_groups[g].At, _groups[later].At) > _rules.MaxGaps[next])
                return -1;
        }

        return -1;
    }
}
