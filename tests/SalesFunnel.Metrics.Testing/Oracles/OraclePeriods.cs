namespace SalesFunnel.Metrics.Testing;

/// <summary>The period views, derived from the histories of the deals: figures by number of the period.</summary>
public static class OraclePeriods
{
    /// <summary>What happened in each period.</summary>
    /// <param name="result">The histories, read as a log.</param>
    /// <param name="definition">The funnel.</param>
    /// <param name="calendar">The periods.</param>
    /// <param name="attribution">Which values an event is filed under.</param>
    /// <param name="segment">Keeps only events under this value of this dimension; null = all.</param>
    public static SortedDictionary<int, Figures> Flow(
        OracleResult result, FunnelDefinition definition, CohortCalendar calendar, SegmentAttribution attribution, (int Dimension, long Value)? segment = null)
    {
        var periods = new SortedDictionary<int, Figures>();
        foreach (OracleDeal deal in result.Deals.Where(d => d.IsCreated && !d.IsGone))
        {
            foreach (OracleStep move in deal.Moves)
            {
                if (segment is { } s && s.Value != (attribution == SegmentAttribution.AtEvent ? deal.ValueAt(s.Dimension, move) : deal.Segments()[s.Dimension]))
                    continue;
                Figures figures = In(periods, calendar.NumberOf(move.At));
                figures.Add("leads", move == deal.Moves[0] ? 1 : 0);
                figures.Add("lost", move.Target == OracleStep.Lost ? 1 : 0);
                figures.Add("reopenings", deal.Reopenings.Contains(move) ? 1 : 0);
                figures.Add("regressMoves", deal.Regressions.Any(r => r.Move == move) ? 1 : 0);
                if (move.Target != OracleStep.Lost)
                    figures.Add("entries", move.Target, 1);
                if (move.Target != definition.WonIndex)
                    continue;
                figures.Add("won", 1);
                figures.Add("pricedWins", deal.AmountAt(move) is null ? 0 : 1);
                figures.Add("wonAmountE4", deal.AmountAt(move) ?? 0);
            }
        }

        return periods;
    }

    /// <summary>Closed deals by the period of their last outcome.</summary>
    /// <param name="result">The histories, read as a log.</param>
    /// <param name="calendar">The periods.</param>
    /// <param name="segment">Keeps only deals with this value of this dimension; null = all.</param>
    public static SortedDictionary<int, Figures> Outcome(OracleResult result, CohortCalendar calendar, (int Dimension, long Value)? segment = null)
    {
        var periods = new SortedDictionary<int, Figures>();
        foreach (OracleDeal deal in result.Deals.Where(d => d.IsCreated && !d.IsGone && !d.IsOpen))
        {
            if (segment is { } s && s.Value != deal.Segments()[s.Dimension])
                continue;
            Figures figures = In(periods, calendar.NumberOf(deal.Moves[^1].At));
            long? amount = deal.IsWon ? deal.AmountAt(deal.Moves[^1]) : null;
            figures.Add(deal.IsWon ? "won" : "lost", 1);
            figures.Add("pricedWonDeals", amount is null ? 0 : 1);
            figures.Add("wonAmountE4", amount ?? 0);
        }

        return periods;
    }

    private static Figures In(SortedDictionary<int, Figures> periods, int period)
    {
        if (!periods.TryGetValue(period, out Figures? figures))
            periods.Add(period, figures = new Figures());
        return figures;
    }
}
