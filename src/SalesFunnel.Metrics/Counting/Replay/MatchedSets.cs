using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>Steps in any order, none anchored: a matching of events and steps.</summary>
/// <remarks>Sets of events that can be matched are a matroid, so that taking events greedily, latest first, gives the most steps and of those the latest start; earliest first
/// gives the earliest times. Of events that do the same steps no more matter than there are such steps, so that an event costs work by the number of steps alone.</remarks>
internal sealed class MatchedSets(ChainRules rules) : IAnyOrderSearch
{
    private readonly List<(ulong Steps, List<long> Times)> _recent = []; // by steps done, ascending times of the latest events
    private readonly List<(long At, ulong Steps)> _candidates = [];
    private readonly ulong[] _matched = new ulong[rules.Steps]; // by step, what the event that does it accepts
    private ulong _done;
    private ulong _seen;

    public ChainAttempt Find(List<ChainGroup> groups, ReadOnlySpan<ReplayEvent> events) =>
        rules.Attempts == AttemptPolicy.FirstEntry ? FindFromFirst(groups, events) : FindAny(groups, events);

    public void Trace(List<ChainGroup> groups, ReadOnlySpan<ReplayEvent> events, in ChainAttempt attempt, Span<long> times)
    {
        _done = 0;
        int count = 0;
        for (int g = 0; g <= attempt.Group; g++)
        {
            ReadOnlySpan<ReplayEvent> here = groups[g].At < attempt.Key.Start ? [] : events.Slice(groups[g].First, groups[g].Count);
            foreach (ref readonly ReplayEvent e in here)
            {
                if (TryMatch(e.Steps))
                    times[count++] = e.At;
            }
        }
    }

    private ChainAttempt FindFromFirst(List<ChainGroup> groups, ReadOnlySpan<ReplayEvent> events)
    {
        ChainAttempt found = default;
        _done = 0;
        int first = AnyOrderEvaluator.NextStart(rules, groups, 0);
        for (int g = first; g < groups.Count && ChainRules.Elapsed(groups[first].At, groups[g].At) <= rules.Window; g++)
        {
            foreach (ref readonly ReplayEvent e in events.Slice(groups[g].First, groups[g].Count))
                TryMatch(e.Steps);
            int level = BitOperations.PopCount(_done);
            if (level > found.Level)
                found = new ChainAttempt(level, g, 0, new ChainKey(groups[first].At, level), false);
            if (g > first && groups[g].Exclusions != 0)
                break;
        }

        return found;
    }

    private ChainAttempt FindAny(List<ChainGroup> groups, ReadOnlySpan<ReplayEvent> events)
    {
        ChainAttempt found = default;
        _recent.Clear();
        for (int g = 0; g < groups.Count; g++)
        {
            ChainGroup group = groups[g];
            if (group.Steps != 0)
            {
                Remember(events.Slice(group.First, group.Count));
                (int level, long start) = Best(group.At);
                var here = new ChainAttempt(level, g, 0, new ChainKey(start, level), false);
                if (found.Level == 0 || found.GivesWayTo(here, rules.Attempts, groups[found.Group].At, group.At))
                    found = here;
                if (level == rules.Steps && rules.Attempts == AttemptPolicy.LatestStart)
                    break;
            }

            if (group.Exclusions != 0)
                ForgetBefore(group.At);
        }

        return found;
    }

    private void Remember(ReadOnlySpan<ReplayEvent> events)
    {
        foreach (ref readonly ReplayEvent e in events)
        {
            if (e.Steps == 0)
                continue;
            List<long> times = TimesOf(e.Steps);
            if (times.Count == BitOperations.PopCount(e.Steps))
                times.RemoveAt(0);
            times.Add(e.At);
        }
    }

    private List<long> TimesOf(ulong steps)
    {
        foreach ((ulong known, List<long> times) in _recent)
        {
            if (known == steps)
                return times;
        }

        _recent.Add((steps, []));
        return _recent[^1].Times;
    }

    private void ForgetBefore(long at)
    {
        foreach ((_, List<long> times) in _recent)
            times.RemoveAll(time => time < at);
    }

    private (int Level, long Start) Best(long at)
    {
        _candidates.Clear();
        foreach ((ulong steps, List<long> times) in _recent)
        {
            foreach (long time in times)
            {
                if (ChainRules.Elapsed(time, at) <= rules.Window)
                    _candidates.Add((time, steps));
            }
        }

        _candidates.Sort(static (a, b) => b.At.CompareTo(a.At));
        _done = 0;
        (int level, long start) = (0, at);
        foreach ((long time, ulong steps) in _candidates)
        {
            if (TryMatch(steps))
                (level, start) = (level + 1, time);
            if (level == rules.Steps)
                break;
        }

        return (level, start);
    }

    private bool TryMatch(ulong steps)
    {
        _seen = 0;
        return Augment(steps);
    }

    private bool Augment(ulong steps)
    {
        for (ulong rest = steps & ~_seen; rest != 0; rest = steps & ~_seen)
        {
            int step = BitOperations.TrailingZeroCount(rest);
            _seen |= 1UL << step;
            if ((_done >> step & 1) == 0 || Augment(_matched[step]))
            {
                _matched[step] = steps;
                _done |= 1UL << step;
                return true;
            }
        }

        return false;
    }
}
