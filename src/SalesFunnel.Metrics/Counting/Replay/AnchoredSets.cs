using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>Steps in any order, some anchored: every set of steps that can be done so far, with its latest start.</summary>
/// <remarks>2^steps for every event; the builder allows <see cref="SequenceOptionPairs.MaxAnchoredSteps"/> steps.</remarks>
internal sealed class AnchoredSets(ChainRules rules) : IAnyOrderSearch
{
    private readonly ChainKey[] _sets = new ChainKey[1 << rules.Steps];
    private readonly ChainKey[] _here = new ChainKey[1 << rules.Steps]; // with events of the current time, whose order is free
    private readonly long[]?[] _times = new long[1 << rules.Steps][];
    private readonly long[]?[] _timesHere = new long[1 << rules.Steps][];

    public ChainAttempt Find(List<ChainGroup> groups, ReadOnlySpan<ReplayEvent> events)
    {
        ChainAttempt found = default;
        _sets.AsSpan().Fill(ChainKey.None);
        int first = AnyOrderEvaluator.NextStart(rules, groups, 0);
        for (int g = first; g < groups.Count; g++)
        {
            ChainGroup group = groups[g];
            bool mayStart = g == first || rules.Attempts != AttemptPolicy.FirstEntry;
            if (group.Steps != 0 && Advance(group.At, events.Slice(group.First, group.Count), mayStart) is { Exists: true } best)
            {
                var here = new ChainAttempt(best.Done, g, 0, best, false);
                if (found.Level == 0 || found.GivesWayTo(here, rules.Attempts, groups[found.Group].At, group.At))
                    found = here;
            }

            if (found.Level == rules.Steps && rules.Attempts != AttemptPolicy.Best)
                break;
            for (int set = 1; group.Exclusions != 0 && set < _sets.Length; set++)
            {
                if (_sets[set].Start < group.At)
                    _sets[set] = ChainKey.None;
            }
        }

        return found;
    }

    public void Trace(List<ChainGroup> groups, ReadOnlySpan<ReplayEvent> events, in ChainAttempt attempt, Span<long> times)
    {
        _times.AsSpan().Clear();
        long[]? best = null;
        for (int g = 0; g <= attempt.Group; g++)
        {
            if (groups[g].At < attempt.Key.Start)
                continue;
            _times.CopyTo(_timesHere, 0);
            _timesHere[0] = groups[g].At == attempt.Key.Start ? [] : null;
            foreach (ref readonly ReplayEvent e in events.Slice(groups[g].First, groups[g].Count))
                AddTimes(e);
            for (int set = 1; set < _times.Length; set++)
                _times[set] = IsInPlace(set) ? _timesHere[set] : null;
        }

        for (int set = 1; set < _times.Length; set++)
        {
            if (BitOperations.PopCount((uint)set) == attempt.Level && _times[set] is { } candidate && (best is null || candidate.AsSpan().SequenceCompareTo(best) < 0))
                best = candidate;
        }

        best!.CopyTo(times);
    }

    /// <summary>Adds the events of one time; returns the largest set that one of them completes, by its latest start.</summary>
    private ChainKey Advance(long at, ReadOnlySpan<ReplayEvent> events, bool mayStart)
    {
        _here.AsSpan().Fill(ChainKey.None);
        foreach (ref readonly ReplayEvent e in events)
        {
            for (int set = _sets.Length - 1; e.Steps != 0 && set >= 0; set--)
            {
                ChainKey head = set == 0 ? (mayStart ? new ChainKey(at, 0) : ChainKey.None) : _sets[set];
                _here[set].Raise(ref head);
                if (!head.Exists || ChainRules.Elapsed(head.Start, at) > rules.Window)
                    continue;
                for (ulong rest = e.Steps & ~(ulong)set; rest != 0; rest &= rest - 1)
                    (head with { Done = head.Done + 1 }).Raise(ref _here[set | (int)(rest & (0 - rest))]);
            }
        }

        ChainKey best = ChainKey.None;
        for (int set = 1; set < _sets.Length; set++)
        {
            if (!_here[set].Exists || !IsInPlace(set))
                continue;
            _here[set].Raise(ref _sets[set]);
            if (_here[set].Done > best.Done || (_here[set].Done == best.Done && _here[set].Start > best.Start))
                best = _here[set];
        }

        return best;
    }

    private void AddTimes(in ReplayEvent e)
    {
        for (int set = _timesHere.Length - 1; e.Steps != 0 && set >= 0; set--)
        {
            if (_timesHere[set] is not { } head)
                continue;
            for (ulong rest = e.Steps & ~(ulong)set; rest != 0; rest &= rest - 1)
            {
                ref long[]? to = ref _timesHere[set | (int)(rest & (0 - rest))];
                if (to is null || IsEarlier(head, e.At, to))
                    to = [.. head, e.At];
            }
        }
    }

    private static bool IsEarlier(long[] head, long last, long[] other)
    {
        int order = head.AsSpan().SequenceCompareTo(other.AsSpan(0, head.Length));
        return order < 0 || (order == 0 && last < other[^1]);
    }

    private bool IsInPlace(int set) => (rules.Anchored & (ulong)set) == (rules.Anchored & ((1UL << BitOperations.PopCount((uint)set)) - 1));
}
