namespace SalesFunnel.Metrics.Testing;

/// <summary>The whole history of one deal. Everything that is asked is derived from the list of accepted events.</summary>
public sealed class OracleDeal(long entity, FunnelDefinition definition, OracleOptions options)
{
    private readonly List<OracleStep> _steps = [];
    private readonly List<OracleStep> _moves = [];
    private (long At, long Seq)? _lastInOrder; // also of events refused for what they say: a log cannot know which those will be when it looks for duplicates

    public long Entity => entity;

    public IReadOnlyList<OracleStep> Steps => _steps;

    /// <summary>Accepted stage entries and outcomes without repetitions, in order.</summary>
    public IReadOnlyList<OracleStep> Moves => _moves;

    public bool IsCreated => Moves.Count > 0;

    public bool IsGone => _steps.Any(s => s.Effect == OracleEffect.Gone);

    public bool IsWon => IsCreated && Moves[^1].Target == definition.WonIndex;

    public bool IsLost => IsCreated && Moves[^1].Target == OracleStep.Lost;

    public bool IsOpen => IsCreated && IsStage(Moves[^1]);

    public int CurrentStage => Moves.LastOrDefault(IsStage)?.Target ?? 0;

    public int Furthest => Moves.Where(IsStage).Select(m => m.Target).DefaultIfEmpty(0).Max();

    public bool WasEverWon => Moves.Any(m => m.Target == definition.WonIndex);

    /// <summary>How many stages were entered in the order of the funnel.</summary>
    public int StrictLevel => Moves.Where(IsStage).Aggregate(0, (level, move) => move.Target == level ? level + 1 : level);

    /// <summary>Moves that followed an outcome.</summary>
    public IReadOnlyList<OracleStep> Reopenings => Pairs.Where(p => !IsStage(p.Before)).Select(p => p.After).ToList();

    /// <summary>Moves to an earlier stage, with the stage they left.</summary>
    public IReadOnlyList<(int From, OracleStep Move)> Regressions => Pairs
        .Where(p => IsStage(p.Before) && IsStage(p.After) && p.After.Target < p.Before.Target)
        .Select(p => (p.Before.Target, p.After)).ToList();

    public IReadOnlyList<OracleStep> Wins => Moves.Where(m => m.Target == definition.WonIndex).ToList();

    public long AmountEditsAfterWin => AmountsSet.LongCount(a =>
        Moves.LastOrDefault(m => m.Index <= a.Index) is { } move && move.Target == definition.WonIndex && move.Index != a.Index);

    /// <summary>Steps that set the amount, with what they set.</summary>
    private IEnumerable<(int Index, long Amount)> AmountsSet => _steps
        .Where(s => s.Event.Kind is DealEventKind.Amount or DealEventKind.Enter or DealEventKind.Won && s.Event.Value != DealEvent.NoValue)
        .Select(s => (s.Index, s.Event.Value));

    private IEnumerable<(OracleStep Before, OracleStep After)> Pairs => Moves.Zip(Moves.Skip(1));

    private OracleStep? FirstDatedLifeEvent => _steps.FirstOrDefault(s => s.Target != OracleStep.Nowhere && s.IsDated);

    private bool IsOnHold => _steps.LastOrDefault(StopsOrStartsClock)?.Effect == OracleEffect.HoldStart;

    /// <summary>Takes an event in, or says why not.</summary>
    public OracleRejection? Apply(DealEvent e)
    {
        if (_lastInOrder is { } last)
        {
            int order = (e.AtUnixMicros, e.Seq).CompareTo(last);
            if (order < 0)
                return OracleRejection.Late;
            if (order == 0 && e.Seq != DealEvent.NoSeq)
                return OracleRejection.Duplicate;
        }

        _lastInOrder = (e.AtUnixMicros, e.Seq);
        if (IsGone)
            return OracleRejection.Impossible;
        int target = TargetOf(e);
        if (target != OracleStep.Nowhere && IsReopenedTooLate(e, target))
            return OracleRejection.ReopenTooLate;
        if (e.Kind == DealEventKind.Resume && !IsOnHold)
            return OracleRejection.Impossible;
        var step = new OracleStep(_steps.Count, e, EffectOf(e, target), target);
        _steps.Add(step);
        if (step.Effect == OracleEffect.Move)
            _moves.Add(step);
        return null;
    }

    public int CohortAt(OracleStep step) => options.Calendar is not { } calendar ? 0
        : FirstDatedLifeEvent is { } first && first.Index <= step.Index ? calendar.NumberOf(first.At) : CohortPeriod.UndatedNumber;

    public int Cohort => CohortAt(_steps[^1]);

    /// <summary>The value of each dimension that the deal counts under.</summary>
    public IReadOnlyList<long> Segments() => Enumerable.Range(0, definition.Dimensions.Count).Select(d => options.Attribution switch
    {
        SegmentAttribution.AtEntry => ValueAt(d, Moves[0]),
        SegmentAttribution.First => ValuesSet(d).Select(v => v.Value).FirstOrDefault(SegmentValue.None),
        SegmentAttribution.AtOutcome when !IsOpen => ValueAt(d, Moves[^1]),
        _ => ValueAt(d, _steps[^1]),
    }).ToList();

    public long ValueAt(int dimension, OracleStep step) => ValuesSet(dimension)
        .Where(v => v.Index <= step.Index).Select(v => v.Value).LastOrDefault(SegmentValue.None);

    /// <summary>The amount that is current right after a step; null when none was ever set.</summary>
    public long? AmountAt(OracleStep step) => AmountsSet.Where(a => a.Index <= step.Index).Select(a => (long?)a.Amount).LastOrDefault();

    /// <summary>All stays in open stages; one that goes on is measured up to the as-of time.</summary>
    public IReadOnlyList<OracleVisit> Visits(long asOfMicros)
    {
        IReadOnlyList<OracleStep> moves = Moves;
        var visits = new List<OracleVisit>();
        for (int i = 0; i < moves.Count; i++)
        {
            if (!IsStage(moves[i]))
                continue;
            OracleStep? left = i + 1 < moves.Count ? moves[i + 1] : null;
            OracleVisitEnd end = left is null ? OracleVisitEnd.StillOpen
                : left.Target == OracleStep.Lost ? OracleVisitEnd.Lost
                : left.Target == definition.WonIndex ? OracleVisitEnd.Won
                : left.Target > moves[i].Target ? OracleVisitEnd.Onward : OracleVisitEnd.Back;
            long? micros = moves[i].IsDated ? MicrosOffHold(moves[i].At, left?.At ?? asOfMicros) : null;
            visits.Add(new OracleVisit(moves[i].Target, moves[i], left, end, micros));
        }

        return visits;
    }

    public bool IsStage(OracleStep move) => move.Target >= 0 && move.Target < definition.WonIndex;

    private static long Overlap(long from, long to, long otherFrom, long otherTo)
    {
        (long start, long end) = (Math.Max(from, otherFrom), Math.Min(to, otherTo));
        return end > start ? end - start : 0; // an undated end lies so far back that the difference would overflow
    }

    private IEnumerable<(int Index, long Value)> ValuesSet(int dimension) => _steps
        .Where(s => s.Event.Kind == DealEventKind.Segment ? s.Event.Stage == dimension : s.Target != OracleStep.Nowhere && dimension == 0 && s.Event.Segment != DealEvent.NoValue)
        .Select(s => (s.Index, s.Event.Segment));

    private bool StopsOrStartsClock(OracleStep s) => s.Effect is OracleEffect.HoldStart or OracleEffect.HoldEnd || (s.Effect == OracleEffect.Move && !IsStage(s));

    private long MicrosOffHold(long from, long to)
    {
        List<OracleStep> clock = _steps.Where(StopsOrStartsClock).ToList();
        long onHold = clock.Select((step, i) => step.Effect == OracleEffect.HoldStart
            ? Overlap(from, to, step.At, i + 1 < clock.Count ? clock[i + 1].At : to)
            : 0).Sum();
        return to - from - onHold;
    }

    private int TargetOf(DealEvent e) => e.Kind switch
    {
        DealEventKind.Enter => e.Stage,
        DealEventKind.Won => definition.WonIndex,
        DealEventKind.Lost => OracleStep.Lost,
        _ => OracleStep.Nowhere,
    };

    private bool IsReopenedTooLate(DealEvent e, int target) => options.ReopenWithin is { } within
        && IsCreated && !IsOpen && Moves[^1].Target != target && Moves[^1].IsDated
        && e.AtUnixMicros - Moves[^1].At > within.Ticks / TimeSpan.TicksPerMicrosecond;

    private OracleEffect EffectOf(DealEvent e, int target) => e.Kind switch
    {
        DealEventKind.Enter or DealEventKind.Won or DealEventKind.Lost => IsCreated && Moves[^1].Target == target ? OracleEffect.Repeat : OracleEffect.Move,
        DealEventKind.Amount or DealEventKind.Segment => OracleEffect.Attribute,
        DealEventKind.Hold => IsOnHold ? OracleEffect.Repeat : OracleEffect.HoldStart,
        DealEventKind.Resume => OracleEffect.HoldEnd,
        DealEventKind.CloseDate or DealEventKind.Customer => OracleEffect.NotUsed,
        _ => OracleEffect.Gone,
    };
}
