namespace SalesFunnel.Metrics;

/// <summary>Evaluates the definition of docs/semantics.md for steps in any order: the most steps done by distinct events within one window.</summary>
/// <remarks>The i-th bit and time of a chain are those of the i-th step that it did.</remarks>
internal sealed class AnyOrderEvaluator : ISequenceEvaluator
{
    private readonly ChainRules _rules;
    private readonly IAnyOrderSearch _search;
    private readonly List<ChainGroup> _groups = [];
    private readonly long[] _times;

    public AnyOrderEvaluator(SequenceDefinition definition, TimeResolution resolution)
    {
        _rules = new ChainRules(definition, resolution);
        _search = _rules.Anchored == 0 ? new MatchedSets(_rules) : new AnchoredSets(_rules);
        _times = new long[_rules.Steps];
    }

    /// <summary>The first group of those from one on by whose events a chain can start, or the number of groups.</summary>
    public static int NextStart(ChainRules rules, List<ChainGroup> groups, int from)
    {
        ulong starts = (rules.Anchored & 1) != 0 ? 1 : ~rules.Anchored;
        while (from < groups.Count && (groups[from].Steps & starts) == 0)
            from++;
        return from;
    }

    public void Evaluate(long entity, ReadOnlySpan<ReplayEvent> events, long asOf, SequenceChains chains)
    {
        ChainGroup.Read(events, _rules, _groups);
        ChainAttempt attempt = _search.Find(_groups, events);
        if (attempt.Level == 0)
            return;
        _search.Trace(_groups, events, attempt, _times);
        SequenceEnding ending = attempt.Level == _rules.Steps ? SequenceEnding.Completed
            : IsOpen(asOf) ? SequenceEnding.StillOpen
            : IsExcluded(attempt) ? SequenceEnding.Excluded : SequenceEnding.Expired;
        chains.Add(entity, ulong.MaxValue >> (64 - attempt.Level), ending, SegmentValue.None, _times);
    }

    // The newest start lives unless an exclusion came after it; then one came after every other start, too.
    private bool IsOpen(long asOf)
    {
        int newest = NextStart(_rules, _groups, 0);
        for (int next = newest; _rules.Attempts != AttemptPolicy.FirstEntry && next < _groups.Count; next = NextStart(_rules, _groups, next + 1))
            newest = next;
        for (int g = newest + 1; g < _groups.Count; g++)
        {
            if (_groups[g].Exclusions != 0)
                return false;
        }

        return ChainRules.Elapsed(_groups[newest].At, asOf) <= _rules.Window;
    }

    private bool IsExcluded(in ChainAttempt attempt)
    {
        foreach (ChainGroup group in _groups)
        {
            if (group.Exclusions != 0 && group.At > attempt.Key.Start && ChainRules.Elapsed(attempt.Key.Start, group.At) <= _rules.Window)
                return true;
        }

        return false;
    }
}
