namespace SalesFunnel.Metrics.Insights;

/// <summary>Tells at which stages, and since when, a deal or one attempt of it counts under a rule.</summary>
internal sealed class StageReader
{
    public const long Never = long.MaxValue;

    private readonly FunnelRule _rule;
    private readonly int _won;
    private readonly long _from;
    private readonly long _to;

    public StageReader(FunnelDefinition definition, FunnelRule rule)
    {
        rule.Validate();
        _rule = rule;
        _won = definition.WonIndex;
        _from = rule.From is { } from ? EventTime.ToUnixMicros(from) : long.MinValue;
        _to = rule.To is { } to ? EventTime.ToUnixMicros(to) : long.MaxValue;
        Since = new long[definition.Stages.Count];
        Visits = new long[definition.Stages.Count];
        Onward = new bool[definition.Stages.Count];
    }

    /// <summary>Gets since when the deal counts at each stage, or <see cref="Never"/>.</summary>
    public long[] Since { get; }

    /// <summary>Gets how often it counts there; 0 or 1 except for visit rows.</summary>
    public long[] Visits { get; }

    /// <summary>Gets whether it moved from each stage straight to the next one.</summary>
    public bool[] Onward { get; }

    /// <summary>Reads the moves of one deal, or those of one attempt of it.</summary>
    /// <returns>False when the rule does not take it.</returns>
    /// <param name="moves">The moves, in order; not empty.</param>
    /// <param name="firstAt">The first dated entry of the deal.</param>
    public bool Read(ReadOnlySpan<DealMove> moves, long firstAt)
    {
        Since.AsSpan().Fill(Never);
        Visits.AsSpan().Clear();
        Onward.AsSpan().Clear();
        DealMove last = moves[^1];
        bool isClosed = last.Target == DealMove.Lost || last.Target == _won;
        if (_rule.Population == DealPopulation.ClosedOnly && !isClosed)
            return false;
        if (_rule.Population == DealPopulation.NotLostNow && last.Target == DealMove.Lost)
            return false;
        if (_rule.Anchor == PeriodAnchor.Created && !IsInPeriod(firstAt))
            return false;
        if (_rule.Anchor == PeriodAnchor.Closed && !(isClosed && IsInPeriod(last.At)))
            return false;
        Fill(moves, last);
        for (int stage = 0; stage < Since.Length; stage++)
        {
            if (_rule.Anchor == PeriodAnchor.EnteredStage && _rule.Counting != StageCounting.VisitRows && !IsInPeriod(Since[stage]))
                Since[stage] = Never;
            if (_rule.Counting != StageCounting.VisitRows)
                Visits[stage] = Since[stage] == Never ? 0 : 1;
        }

        return true;
    }

    /// <summary>The stages at which the deal counts, as bits.</summary>
    public ulong Stages()
    {
        ulong stages = 0;
        for (int stage = 0; stage < Visits.Length; stage++)
            stages |= Visits[stage] > 0 ? 1UL << stage : 0;
        return stages;
    }

    /// <summary>The stages from which it moved straight to the next one, as bits.</summary>
    public ulong OnwardBits()
    {
        ulong stages = 0;
        for (int stage = 0; stage < Onward.Length; stage++)
            stages |= Onward[stage] ? 1UL << stage : 0;
        return stages;
    }

    /// <summary>Whether an attempt ends with a move.</summary>
    public static bool EndsAttempt(ReadOnlySpan<DealMove> moves, int i, int won) => i + 1 == moves.Length || moves[i].Target == DealMove.Lost || moves[i].Target == won;

    public static long FirstDated(ReadOnlySpan<DealMove> moves)
    {
        foreach (DealMove move in moves)
        {
            if (move.At != EventTime.Undated)
                return move.At;
        }

        return EventTime.Undated;
    }

    /// <summary>The attempts of a deal: each ends with an outcome that another move follows, or with its last move.</summary>
    public static List<Range> Attempts(ReadOnlySpan<DealMove> moves, int won)
    {
        var attempts = new List<Range>();
        int start = 0;
        for (int i = 0; i < moves.Length; i++)
        {
            if (EndsAttempt(moves, i, won))
            {
                attempts.Add(start..(i + 1));
                start = i + 1;
            }
        }

        return attempts;
    }

    // An undated time lies before every period that has a start.
    private bool IsInPeriod(long at) => at != Never && at >= _from && at < _to;

    private void Fill(ReadOnlySpan<DealMove> moves, DealMove last)
    {
        switch (_rule.Counting)
        {
            case StageCounting.Touched:
            case StageCounting.ReachedUnlessLost when last.Target == DealMove.Lost:
                Touch(moves);
                Win(last);
                break;
            case StageCounting.Strict:
                FillStrict(moves, last);
                break;
            case StageCounting.AdjacentMoves:
                Touch(moves);
                FillAdjacent(moves);
                break;
            case StageCounting.VisitRows:
                FillVisits(moves);
                break;
            case StageCounting.CurrentState:
                if (last.Target != DealMove.Lost)
                    Since[last.Target] = last.At;
                break;
            default:
                FillReached(moves, last);
                break;
        }
    }

    private void Touch(ReadOnlySpan<DealMove> moves)
    {
        foreach (DealMove move in moves)
        {
            if (move.Target >= 0 && move.Target < _won && Since[move.Target] == Never)
                Since[move.Target] = move.At;
        }
    }

    private void Win(DealMove last)
    {
        if (last.Target == _won)
            Since[_won] = last.At;
    }

    private void FillReached(ReadOnlySpan<DealMove> moves, DealMove last)
    {
        bool impliesFirst = _rule.Counting != StageCounting.OpenFunnel;
        int entry = moves[0].Target >= 0 && moves[0].Target < _won ? moves[0].Target : impliesFirst ? 0 : int.MaxValue;
        int far = -1;
        if (impliesFirst)
        {
            Since[0] = moves[0].At; // an outcome without any entry implies the first stage
            far = 0;
        }

        foreach (DealMove move in moves)
        {
            if (move.Target < 0 || move.Target >= _won)
                continue;
            if (entry == int.MaxValue)
                entry = move.Target;
            int first = impliesFirst ? far + 1 : Math.Max(far + 1, Math.Min(entry, move.Target));
            for (int stage = first; stage <= move.Target; stage++)
                Since[stage] = move.At;
            if (Since[move.Target] == Never)
                Since[move.Target] = move.At; // entered itself, before the stage it came in by
            far = Math.Max(far, move.Target);
        }

        if (last.Target != _won)
            return;
        for (int stage = impliesFirst ? far + 1 : Math.Max(far + 1, Math.Min(entry, _won)); stage <= _won; stage++)
            Since[stage] = last.At;
    }

    private void FillStrict(ReadOnlySpan<DealMove> moves, DealMove last)
    {
        int level = 0;
        foreach (DealMove move in moves)
        {
            if (move.Target == level && level < _won)
                Since[level++] = move.At;
        }

        if (level == _won)
            Win(last);
    }

    private void FillAdjacent(ReadOnlySpan<DealMove> moves)
    {
        for (int i = 0; i < moves.Length; i++)
        {
            if (moves[i].Target == _won && Since[_won] == Never)
                Since[_won] = moves[i].At;
            if (i > 0 && moves[i - 1].Target >= 0 && moves[i].Target == moves[i - 1].Target + 1)
                Onward[moves[i - 1].Target] = true;
        }
    }

    private void FillVisits(ReadOnlySpan<DealMove> moves)
    {
        foreach (DealMove move in moves)
        {
            if (move.Target >= 0 && (_rule.Anchor != PeriodAnchor.EnteredStage || IsInPeriod(move.At)))
                Visits[move.Target]++;
        }
    }
}
