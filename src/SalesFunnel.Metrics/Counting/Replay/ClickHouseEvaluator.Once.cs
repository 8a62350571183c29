using System.Numerics;

namespace SalesFunnel.Metrics;

/// <content>
/// strict_once. ClickHouse keeps every chain with its path, so they multiply. Here one chain a level is enough, and the answer is the same: a later event can only ask
/// whether a level was ever set (never undone) and whether a chain is in the window (the latest start answers for all); which events a chain has used, and whether its
/// last time is smaller, matters only among events of one time. So the chains of one time are formed together from the levels before it, and then only the
/// latest start of each level stays. Work: O(events · steps), and for events at one time O(steps³ · kinds of events) for the matching; never exponential.
/// </content>
internal sealed partial class ClickHouseEvaluator
{
    private readonly ChainTable _before;
    private readonly StepMatching _matching;
    private int _lowestBase;
    private readonly List<int[]>[] _ofGroup; // chains that end in the group: places by step, of each length

    /// <summary>Events of one time, without strict_deduplication: a chain grows by steps p + 1 … k where those have distinct events in the group.</summary>
    private Next Once(ReadOnlySpan<ReplayEvent> events, int first, int end, ulong steps)
    {
        for (int level = 0; level <= Steps; level++)
            _levels.CopyTo(_before, level, level);
        _matching.Load(events, first, end);
        _lowestBase = 0;
        for (; steps != 0; steps &= steps - 1)
        {
            int level = BitOperations.TrailingZeroCount(steps) + 1;
            if (level == 1)
            {
                _matching.Match(0, 1);
                Enter(events[first].At, first + _matching.PlaceOf(0));
                if (Steps == 1)
                    return Next.Stop;
                continue;
            }

            if (IsOutOfOrder(level))
            {
                if (_reentry)
                    continue;
                return Next.Stop;
            }

            int from = BaseOf(level, events[first].At);
            if (from < 0)
                continue;
            bool isNew = !_levels.IsSet[level];
            Grow(from, level, events[first].At, first);
            if (isNew)
                PickLevel(_levels, level);
            if (level == Steps)
                return Next.Stop;
        }

        return Next.GoOn;
    }

    /// <summary>The length of the chain from before the group that can grow to a level and starts latest; 0 = one that starts in the group, −1 = none.</summary>
    /// <remarks>A shorter chain never starts earlier than a longer one, since it could be the longer one's own beginning. So the first that fits is the latest. One that
    /// could not grow to a level cannot grow to a higher one, so the search goes on where it stopped.</remarks>
    private int BaseOf(int level, long at)
    {
        for (_lowestBase = Math.Max(_lowestBase, _increase ? level - 1 : 0); _lowestBase < level; _lowestBase++)
        {
            bool isOpen = _lowestBase == 0 || (_before.IsSet[_lowestBase] && ChainTable.Within(_before.Start[_lowestBase], at, Window));
            if (isOpen && _matching.Match(_lowestBase, level))
                return _lowestBase;
        }

        return -1;
    }

    private void Grow(int from, int level, long at, int first)
    {
        if (from == 0)
            _levels.Begin(level, at, first + _matching.PlaceOf(0));
        else
            _before.CopyTo(_levels, from, level);
        for (int step = from; step < level; step++)
            _levels.EventsOf(level)[step] = first + _matching.PlaceOf(step);
        (_levels.Done[level], _levels.Last[level]) = ((1UL << (level - 1) << 1) - 1, at);
    }

    /// <summary>
    /// Events of one time, with strict_deduplication: from level 2 on only the first event that extends a level counts, the next one of that step stops the scan. So there is
    /// one chain for each event that does step 1; of those as many as there are steps are kept, since no more can be blocked by the events of higher levels.
    /// </summary>
    private Next OnceWithoutRepeats(ReadOnlySpan<ReplayEvent> events, int first, int end)
    {
        for (int level = 0; level <= Steps; level++)
        {
            _levels.CopyTo(_before, level, level);
            _ofGroup[level].Clear();
        }

        for (int level = 1; level <= Steps; level++)
        {
            for (int i = first; i < end; i++)
            {
                if ((events[i].Steps >> (level - 1) & 1) != 0 && TakeOnce(events, i, level) == Next.Stop)
                    return Next.Stop;
            }
        }

        return Next.GoOn;
    }

    private Next TakeOnce(ReadOnlySpan<ReplayEvent> events, int place, int level)
    {
        long at = events[place].At;
        if (level == 1)
        {
            if (_ofGroup[1].Count < Steps)
                _ofGroup[1].Add([place]);
            Enter(at, place);
            return Steps == 1 ? Next.Stop : Next.GoOn;
        }

        if (_levels.IsSet[level])
            return Next.Stop;
        if (IsOutOfOrder(level))
            return _reentry ? Next.GoOn : Next.Stop;
        if (!_increase)
        {
            foreach (int[] chain in _ofGroup[level - 1])
            {
                if (Array.IndexOf(chain, place) < 0)
                    _ofGroup[level].Add([.. chain, place]);
            }
        }

        if (_before.IsSet[level - 1] && ChainTable.Within(_before.Start[level - 1], at, Window))
            _ofGroup[level].Add([.. _before.EventsOf(level - 1)[..(level - 1)], place]);
        if (_ofGroup[level].Count == 0)
            return Next.GoOn;
        int[] latest = _ofGroup[level][0]; // chains that start in the group come first
        foreach (int[] chain in _ofGroup[level])
        {
            if (events[chain[0]].At > events[latest[0]].At)
                latest = chain;
        }

        _levels.Begin(level, events[latest[0]].At, latest[0]);
        latest.CopyTo(_levels.EventsOf(level));
        (_levels.Done[level], _levels.Last[level]) = ((1UL << (level - 1) << 1) - 1, at);
        PickLevel(_levels, level);
        return level == Steps ? Next.Stop : Next.GoOn;
    }
}
