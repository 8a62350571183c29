namespace SalesFunnel.Metrics.Insights;

/// <summary>Finds the reasons for which one clause of a rule makes a deal count differently.</summary>
internal sealed class StoryReasons(FunnelDefinition definition, RuleClause clause, FunnelRule from, FunnelRule to)
{
    private readonly int _won = definition.WonIndex;
    private readonly int[] _entries = new int[definition.Stages.Count];

    public void Find(ReadOnlySpan<DealMove> moves, DealContribution a, DealContribution b, DifferenceKey key)
    {
        key.Clear();
        if (from.Unit == CountingUnit.Customer && to.Unit == CountingUnit.Customer && a.Own == b.Own)
            key.Add(DifferenceReason.SameCustomer);
        else if (clause == RuleClause.Population)
            AddState(moves[^1], key, isCurrent: false);
        else if (clause == RuleClause.Period)
            key.Add(PeriodReason(moves[^1], a, b));
        else if (clause == RuleClause.Unit)
            key.Add(UnitReason(moves));
        else if (from.Counting == StageCounting.CurrentState || to.Counting == StageCounting.CurrentState)
            AddState(moves[^1], key, isCurrent: true);
        else
            AddCounting(moves, a, b, key);
    }

    private void AddState(DealMove last, DifferenceKey key, bool isCurrent)
    {
        if (last.Target == DealMove.Lost)
            key.Add(DifferenceReason.IsLost);
        else if (last.Target == _won)
            key.Add(DifferenceReason.IsWon);
        else
            key.Add(isCurrent ? DifferenceReason.StandsIn : DifferenceReason.IsOpen, isCurrent ? last.Target : 0);
    }

    private DifferenceReason PeriodReason(DealMove last, DealContribution a, DealContribution b)
    {
        bool gains = false;
        bool loses = false;
        for (int stage = 0; stage <= _won; stage++)
        {
            gains |= b.Counts[stage] > a.Counts[stage];
            loses |= b.Counts[stage] < a.Counts[stage];
        }

        if (gains && loses)
            return DifferenceReason.PeriodsDiffer;
        bool isClosed = last.Target == DealMove.Lost || last.Target == _won;
        return (gains || (!loses && b.Taken > a.Taken) ? from.Anchor : to.Anchor) switch // the one that leaves it out
        {
            PeriodAnchor.Closed => isClosed ? DifferenceReason.ClosedOutside : DifferenceReason.NotClosed,
            PeriodAnchor.EnteredStage => DifferenceReason.EnteredOutside,
            _ => DifferenceReason.CreatedOutside,
        };
    }

    private DifferenceReason UnitReason(ReadOnlySpan<DealMove> moves)
    {
        for (int i = 0; i + 1 < moves.Length && (from.Unit == CountingUnit.Attempt || to.Unit == CountingUnit.Attempt); i++)
        {
            if (StageReader.EndsAttempt(moves, i, _won))
                return DifferenceReason.Reopened;
        }

        return from.Unit == CountingUnit.Customer || to.Unit == CountingUnit.Customer ? DifferenceReason.SameCustomer : DifferenceReason.OtherDate;
    }

    private void AddCounting(ReadOnlySpan<DealMove> moves, DealContribution a, DealContribution b, DifferenceKey key)
    {
        bool isStrict = from.Counting == StageCounting.Strict || to.Counting == StageCounting.Strict;
        bool isAdjacent = from.Counting == StageCounting.AdjacentMoves || to.Counting == StageCounting.AdjacentMoves;
        (int entry, int level) = ReadStory(moves);
        for (int stage = 0; stage <= _won; stage++)
        {
            if (a.Counts[stage] == b.Counts[stage])
            {
                if (stage < _won && a.Converted[stage] != b.Converted[stage] && a.Counts[stage + 1] == b.Counts[stage + 1])
                    key.Add(isAdjacent ? DifferenceReason.NotStraight : DifferenceReason.WithoutEarlier, stage);
            }
            else if (stage == _won && moves[^1].Target != _won)
            {
                key.Add(DifferenceReason.WonBefore);
            }
            else if (stage < _won && _entries[stage] == 0)
            {
                AddMissing(stage, entry, key);
            }
            else if (isStrict && level < _won && level <= stage)
            {
                if (_entries[level] == 0)
                    AddMissing(level, entry, key);
                else
                    key.Add(DifferenceReason.OutOfOrder, level);
            }
            else if (_entries[stage] > 1)
            {
                key.Add(stage == _won ? DifferenceReason.WonMoreThanOnce : DifferenceReason.CameBack, stage == _won ? 0 : stage);
            }
            else
            {
                key.Add(DifferenceReason.OtherTime, stage);
            }
        }
    }

    private static void AddMissing(int stage, int entry, DifferenceKey key)
    {
        if (entry < 0)
            key.Add(DifferenceReason.OutcomeOnly);
        else if (stage < entry)
            key.Add(DifferenceReason.EnteredAt, entry);
        else
            key.Add(DifferenceReason.Skipped, stage);
    }

    // The open stage entered first, and the one that strict order still waits for.
    private (int Entry, int Level) ReadStory(ReadOnlySpan<DealMove> moves)
    {
        _entries.AsSpan().Clear();
        (int entry, int level) = (-1, 0);
        foreach (DealMove move in moves)
        {
            if (move.Target == DealMove.Lost)
                continue;
            _entries[move.Target]++;
            if (entry < 0 && move.Target < _won)
                entry = move.Target;
            if (move.Target == level && level < _won)
                level++;
        }

        return (entry, level);
    }
}
