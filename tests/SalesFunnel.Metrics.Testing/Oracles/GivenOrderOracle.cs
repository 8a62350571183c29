namespace SalesFunnel.Metrics.Testing.Oracles;

/// <summary>Steps in the given order by trying every assignment of events to steps. Slow, and meant to be read beside docs/semantics.md.</summary>
public sealed class GivenOrderOracle(SequenceDefinition definition, IReadOnlyList<ChainRow> rows, long asOf)
{
    private readonly SequenceRules _rules = definition.Rules;
    private readonly long _window = (long)definition.Window.TotalSeconds;

    public IEnumerable<OracleOutcome> Outcomes()
    {
        bool erases = _rules.Exclusions == ExclusionPolicy.EraseAttempt && definition.Exclusions.Count > 0;
        if (_rules.Unit == SequenceUnit.Attempts)
            return Attempts(erases).Select(a => Outcome(a.Chain, a.IsOpen));
        if (erases)
            return OfAttempts(Attempts(erases: true).ToList());
        List<OracleChain> all = All(0);
        List<OracleChain> valid = all.FindAll(c => !IsBroken(c));
        if (valid.Count == 0)
            return [];
        OracleChain chosen = Choose(valid);
        bool dropsEntity = _rules.Exclusions == ExclusionPolicy.DropEntity && (chosen.Level < all.Max(static c => c.Level) || IsHit(chosen, long.MaxValue));
        return dropsEntity ? [] : [Outcome(chosen, IsLive(valid, asOf, long.MaxValue))];
    }

    private IEnumerable<OracleOutcome> OfAttempts(List<(OracleChain Chain, bool IsOpen)> attempts)
    {
        if (attempts.Count == 0)
            return [];
        if (_rules.Attempts == AttemptPolicy.FirstEntry)
            return [Outcome(attempts[0].Chain, attempts[0].IsOpen)];
        if (_rules.Attempts == AttemptPolicy.LatestStart && attempts.FindIndex(a => a.Chain.Level == definition.Steps.Count) is var done and >= 0)
            return [Outcome(attempts[done].Chain, false)];
        int level = attempts.Max(static a => a.Chain.Level);
        IEnumerable<OracleChain> furthest = attempts.Select(static a => a.Chain).Where(c => c.Level == level);
        OracleChain chosen = _rules.Attempts == AttemptPolicy.Best ? furthest.MinBy(static c => c.End - c.Start)! : furthest.First();
        return [Outcome(chosen, attempts[^1].IsOpen)];
    }

    private OracleOutcome Outcome(OracleChain chain, bool isOpen)
    {
        SequenceEnding ending = chain.Level == definition.Steps.Count ? SequenceEnding.Completed
            : isOpen ? SequenceEnding.StillOpen
            : IsHit(chain, long.MaxValue) ? SequenceEnding.Excluded : SequenceEnding.Expired;
        return new OracleOutcome([.. chain.Events.Select((e, step) => e >= 0 ? chain.Times[step] : (long?)null)], ending, SegmentValue.None);
    }

    /// <summary>Attempts one after the other: each ends by completion, when no chain of it can go on, or erased.</summary>
    private List<(OracleChain Chain, bool IsOpen)> Attempts(bool erases)
    {
        var attempts = new List<(OracleChain, bool)>();
        for (int first = 0; first < rows.Count;)
            first = NextAttempt(first, erases, attempts);
        return attempts;
    }

    private int NextAttempt(int first, bool erases, List<(OracleChain, bool)> attempts)
    {
        List<OracleChain> valid = All(first).FindAll(c => !IsBroken(c));
        foreach (long at in rows.Skip(first).Select(static r => r.At).Distinct())
        {
            int here = FirstFrom(at);
            int after = FirstFrom(at + 1);
            List<OracleChain> before = valid.FindAll(c => c.End < at);
            if (before.Count > 0 && !IsLive(before, at, at))
            {
                attempts.Add((Choose(before), false));
                return here;
            }

            List<OracleChain> now = valid.FindAll(c => c.End <= at);
            if (now.Count == 0)
                continue;
            List<OracleChain> live = now.FindAll(c => at - c.Start <= _window && !IsHit(c, at));
            if (now.Exists(c => c.Level == definition.Steps.Count))
            {
                attempts.Add((Choose(now), false));
                return after;
            }

            if (erases && live.Count > 0 && live.FindAll(c => c.Level == live.Max(static d => d.Level)).TrueForAll(c => IsHit(c, at + 1)))
                return here;
            if (live.TrueForAll(c => IsHit(c, at + 1)))
            {
                attempts.Add((Choose(now), false));
                return after;
            }
        }

        if (valid.Count > 0)
            attempts.Add((Choose(valid), IsLive(valid, asOf, long.MaxValue)));
        return rows.Count;
    }

    private int FirstFrom(long at) => rows.TakeWhile(r => r.At < at).Count();

    private bool IsLive(List<OracleChain> chains, long at, long exclusionsBefore) => chains.Exists(c => at - c.Start <= _window && !IsHit(c, exclusionsBefore));

    /// <summary>Whether an excluded event comes after one step and before another that the chain does.</summary>
    private bool IsBroken(OracleChain chain) => definition.Exclusions.Select(static (x, i) => (x, i)).Any(e =>
    {
        int last = Array.FindLastIndex(chain.Events, e.x.To, index => index >= 0);
        return chain.Does(e.x.From) && last > e.x.From && ExclusionIn(e.i, chain.Times[e.x.From], chain.Times[last] - 1);
    });

    /// <summary>Whether an excluded event, before a time, comes after the chain's step and the chain does not come to the other.</summary>
    private bool IsHit(OracleChain chain, long before) => definition.Exclusions.Select(static (x, i) => (x, i)).Any(e =>
        chain.Does(e.x.From) && chain.Level <= e.x.To && ExclusionIn(e.i, chain.Times[e.x.From], Math.Min(chain.Start + _window, before - 1)));

    private bool ExclusionIn(int exclusion, long after, long until) => rows.Any(r => (r.Exclusions >> exclusion & 1) != 0 && r.At > after && r.At <= until);

    private OracleChain Choose(List<OracleChain> chains)
    {
        int level = chains.Max(static c => c.Level);
        IEnumerable<OracleChain> best = chains.Where(c => c.Level == level);
        if (_rules.Attempts == AttemptPolicy.Best)
            best = Least(best, static c => c.End - c.Start);
        best = Least(best, c => _rules.Ties == EventTies.Input ? c.LastEvent : c.End);
        best = Least(best, static c => -c.Start);
        best = Least(best, static c => -c.StepsDone);
        for (int step = 0; step < definition.Steps.Count; step++)
        {
            int place = step;
            best = Least(best, c => c.Order.ElementAt(place));
        }

        return best.First();
    }

    private static List<OracleChain> Least(IEnumerable<OracleChain> chains, Func<OracleChain, long> by)
    {
        List<OracleChain> all = chains.ToList();
        long least = all.Min(by);
        return all.FindAll(c => by(c) == least);
    }

    /// <summary>Every chain of events from one on, exclusions left aside.</summary>
    private List<OracleChain> All(int first)
    {
        var found = new List<OracleChain>();
        int start = Enumerable.Range(first, rows.Count - first).FirstOrDefault(i => (rows[i].Steps & 1) != 0, rows.Count);
        for (int i = first; i < rows.Count; i++)
        {
            bool isEntry = _rules.Attempts != AttemptPolicy.FirstEntry || i == start || (_rules.Ties != EventTies.Input && start < rows.Count && rows[i].At == rows[start].At);
            if ((rows[i].Steps & 1) != 0 && isEntry)
                Extend([i, .. Enumerable.Repeat(-1, definition.Steps.Count - 1)], 0, first, found);
        }

        return found;
    }

    private void Extend(int[] events, int last, int first, List<OracleChain> found)
    {
        found.Add(new OracleChain(events, [.. events.Select(e => e >= 0 ? rows[e].At : 0)]));
        for (int next = last + 1; next < events.Length; next++)
        {
            for (int i = first; i < rows.Count; i++)
            {
                if ((rows[i].Steps >> next & 1) == 0 || !MayFollow(events, events[last], i, definition.Steps[next]))
                    continue;
                int[] extended = [.. events];
                extended[next] = i;
                Extend(extended, next, first, found);
            }

            if (!definition.Steps[next].IsOptional)
                return;
        }
    }

    private bool MayFollow(int[] events, int last, int next, SequenceStep step)
    {
        long gap = rows[next].At - rows[last].At;
        bool isInOrder = _rules.Ties switch
        {
            EventTies.Input => next >= last,
            EventTies.Strict => gap > 0,
            _ => gap >= 0,
        };
        bool isUnused = _rules.Reuse == EventReuse.Allow || !events.Contains(next);
        bool isNear = rows[next].At - rows[events[0]].At <= _window && gap >= step.MinGap.TotalSeconds && gap <= (step.MaxGap?.TotalSeconds ?? double.MaxValue);
        return isInOrder && isUnused && isNear && (!step.FollowsDirectly || !Enumerable.Range(0, rows.Count).Any(i => IsCounted(rows[i]) && IsBetween(i, last, next)));
    }

    private bool IsBetween(int i, int last, int next) => _rules.Ties == EventTies.Input ? i > last && i < next : rows[i].At > rows[last].At && rows[i].At < rows[next].At;

    private bool IsCounted(ChainRow row) => _rules.Between == DirectScope.AllEvents || row.Steps != 0 || row.Exclusions != 0;
}
