namespace SalesFunnel.Metrics.Testing.Oracles;

/// <summary>Steps in any order by trying every assignment of distinct events to steps. Slow, and meant to be read beside docs/semantics.md.</summary>
public sealed class AnyOrderOracle(SequenceDefinition definition, IReadOnlyList<ChainRow> rows, long asOf)
{
    private readonly long _window = (long)definition.Window.TotalSeconds;

    public IEnumerable<OracleOutcome> Outcomes()
    {
        List<long[]> sets = [];
        Assign(0, [.. Enumerable.Repeat(-1, definition.Steps.Count)], sets);
        if (sets.Count == 0)
            return [];
        if (definition.Rules.Attempts == AttemptPolicy.FirstEntry)
        {
            long first = sets.Min(static s => s[0]);
            sets = sets.FindAll(s => s[0] == first);
        }

        long[] chosen = sets.OrderByDescending(static s => s.Length)
            .ThenBy(s => definition.Rules.Attempts == AttemptPolicy.Best ? s[^1] - s[0] : 0)
            .ThenBy(static s => s[^1]).ThenByDescending(static s => s[0])
            .ThenBy(static s => s, Comparer<long[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b))).First();
        SequenceEnding ending = chosen.Length == definition.Steps.Count ? SequenceEnding.Completed
            : sets.Exists(s => asOf - s[0] <= _window && !ExclusionIn(s[0], asOf)) ? SequenceEnding.StillOpen
            : ExclusionIn(chosen[0], chosen[0] + _window) ? SequenceEnding.Excluded : SequenceEnding.Expired;
        return [new OracleOutcome([.. Enumerable.Range(0, definition.Steps.Count).Select(i => i < chosen.Length ? chosen[i] : (long?)null)], ending, SegmentValue.None)];
    }

    private void Assign(int step, int[] events, List<long[]> sets)
    {
        if (step == events.Length)
        {
            long[] times = [.. events.Where(static e => e >= 0).Select(e => rows[e].At).Order()];
            if (times.Length > 0 && times[^1] - times[0] <= _window && !ExclusionIn(times[0], times[^1] - 1) && IsInPlace(events, times))
                sets.Add(times);
            return;
        }

        Assign(step + 1, events, sets);
        for (int i = 0; i < rows.Count; i++)
        {
            if ((rows[i].Steps >> step & 1) == 0 || events.Contains(i))
                continue;
            int[] with = [.. events];
            with[step] = i;
            Assign(step + 1, with, sets);
        }
    }

    // The order of equal times is free: a place is right if its time is that of the step.
    private bool IsInPlace(int[] events, long[] times) => definition.Steps.Where(static s => s.IsAnchored).All(s => s.Index < times.Length
        ? events[s.Index] >= 0 && rows[events[s.Index]].At == times[s.Index]
        : events[s.Index] < 0);

    private bool ExclusionIn(long after, long until) => rows.Any(r => r.Exclusions != 0 && r.At > after && r.At <= until);
}
