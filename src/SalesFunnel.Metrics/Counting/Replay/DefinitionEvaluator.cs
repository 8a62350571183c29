namespace SalesFunnel.Metrics;

/// <summary>Evaluates the definition of docs/semantics.md for steps in the given order.</summary>
/// <remarks>Linear in the events for given steps: each event does constant work a step that it does. Events at one time that several steps accept cost a matching.</remarks>
internal sealed class DefinitionEvaluator : ISequenceEvaluator
{
    private readonly ChainRules _rules;
    private readonly ChainScan _scan;
    private readonly ChainTrace _trace;
    private readonly List<ChainGroup> _groups = [];
    private readonly List<ChainAttempt> _attempts = [];
    private readonly long[] _times;

    public DefinitionEvaluator(SequenceDefinition definition, TimeResolution resolution)
    {
        _rules = new ChainRules(definition, resolution);
        var steps = new GroupSteps(_rules);
        _scan = new ChainScan(_rules, steps);
        _trace = new ChainTrace(_rules, steps);
        _times = new long[_rules.Steps];
    }

    public void Evaluate(long entity, ReadOnlySpan<ReplayEvent> events, long asOf, SequenceChains chains)
    {
        SequenceRules own = _rules.Definition.Rules;
        ChainGroup.Read(events, _rules, _groups);
        bool dropsEntity = own.Exclusions == ExclusionPolicy.DropEntity && HasExclusions();
        int level = dropsEntity ? LevelWithoutExclusions(events, asOf) : 0;
        _scan.Run(_groups, events, asOf, useExclusions: true, _attempts);
        if (_attempts.Count == 0)
            return;
        if (own.Unit == SequenceUnit.Attempts)
        {
            foreach (ChainAttempt attempt in _attempts)
                Append(entity, attempt, events, false, chains);
        }
        else if (Chosen() is var chosen && chosen.Level >= level)
        {
            Append(entity, chosen, events, dropsEntity, chains);
        }
    }

    private bool HasExclusions()
    {
        foreach (ChainGroup group in _groups)
        {
            if (group.Exclusions != 0)
                return true;
        }

        return false;
    }

    private int LevelWithoutExclusions(ReadOnlySpan<ReplayEvent> events, long asOf)
    {
        _scan.Run(_groups, events, asOf, useExclusions: false, _attempts);
        return _attempts.Count == 0 ? 0 : _attempts[0].Level;
    }

    // An entity may still get further in its newest attempt, whichever of them is counted.
    private ChainAttempt Chosen()
    {
        ChainAttempt chosen = _attempts[0];
        for (int i = 1; i < _attempts.Count; i++)
        {
            if (chosen.GivesWayTo(_attempts[i], _rules.Attempts, _groups[chosen.Group].At, _groups[_attempts[i].Group].At))
                chosen = _attempts[i];
        }

        return chosen with { IsOpen = _attempts[^1].IsOpen };
    }

    private void Append(long entity, in ChainAttempt attempt, ReadOnlySpan<ReplayEvent> events, bool dropsExcluded, SequenceChains chains)
    {
        ulong done = _trace.Find(_groups, events, attempt, useExclusions: true, _times);
        bool isExcluded = IsExcluded(attempt, done);
        if (isExcluded && dropsExcluded)
            return;
        SequenceEnding ending = attempt.Level == _rules.Steps ? SequenceEnding.Completed
            : attempt.IsOpen ? SequenceEnding.StillOpen
            : isExcluded ? SequenceEnding.Excluded : SequenceEnding.Expired;
        chains.Add(entity, done, ending, SegmentValue.None, _times);
    }

    // Whether an exclusion falls into the chain after its last step.
    private bool IsExcluded(in ChainAttempt attempt, ulong done)
    {
        if (attempt.Level == _rules.Steps || _rules.Definition.Exclusions.Count == 0)
            return false;
        for (int g = attempt.Group; g < _groups.Count && ChainRules.Elapsed(attempt.Key.Start, _groups[g].At) <= _rules.Window; g++)
        {
            int limit = _groups[g].Exclusions == 0 ? int.MaxValue : _rules.Limit(_groups[g].Exclusions, attempt.Level);
            if (limit != int.MaxValue && (done >> limit & 1) != 0 && _times[limit] < _groups[g].At)
                return true;
        }

        return false;
    }
}
