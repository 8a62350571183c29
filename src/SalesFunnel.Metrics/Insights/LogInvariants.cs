namespace SalesFunnel.Metrics.Insights;

/// <summary>The identities between the ways of counting one log.</summary>
internal static class LogInvariants
{
    private const string Funnel = InvariantFindings.Funnel;

    public static void Check(DealLog log, StageSnapshot snapshot, InvariantFindings findings)
    {
        CheckWins(log, snapshot, findings);
        var days = CohortCalendar.Of(CohortUnit.Day);
        OutcomeView outcomes = log.Outcome(days);
        findings.Equal("Σ Won of outcomes = Won", Funnel, outcomes.Rows.Sum(static r => r.Won), snapshot.Won);
        findings.Equal("Σ Lost of outcomes = Lost", Funnel, outcomes.Rows.Sum(static r => r.Lost), snapshot.Lost);
        findings.Equal("Σ WonAmount of outcomes = WonAmount", Funnel, outcomes.Rows.Sum(static r => r.WonAmount), snapshot.WonAmount);
        FlowView flow = log.Flow(days);
        findings.Equal("Σ Leads of the flow = Leads", Funnel, flow.Rows.Sum(static r => r.Leads), snapshot.Leads);
        findings.Equal("Σ Reopenings of the flow = Reopenings", Funnel, flow.Rows.Sum(static r => r.Reopenings), snapshot.Reopenings);
        findings.Equal("records of deals = Leads", Funnel, log.Deals().Count, snapshot.Leads);
        VisitDurations durations = log.VisitDurations();
        RuleCounts reached = log.CountBy(FunnelRules.Reached);
        for (int stage = 0; stage <= log.Definition.WonIndex; stage++)
        {
            string where = log.Definition.Stages[stage].Key;
            findings.Equal("Reached deal by deal = Reached", where, reached.Counts[stage], snapshot.Reached(stage));
            findings.Equal("Σ Entries of the flow = Visits", where, Entries(flow, stage), snapshot.Visits(stage));
            if (stage < log.Definition.WonIndex)
                findings.Equal("ended visits of durations = of snapshot", where, durations.Count(stage), snapshot.CompletedTimes(stage).Count);
        }

        CheckWaterfall(log, snapshot, findings);
    }

    private static void CheckWins(DealLog log, StageSnapshot snapshot, InvariantFindings findings)
    {
        IReadOnlyList<Win> wins = log.Wins();
        (long priced, decimal amount) = (0, 0);
        foreach (Win win in wins)
        {
            priced += win.Amount is null ? 0 : 1;
            amount += win.Amount ?? 0;
        }

        findings.Equal("wins = Won", Funnel, wins.Count, snapshot.Won);
        findings.Equal("wins with amount = PricedWonDeals", Funnel, priced, snapshot.PricedWonDeals);
        findings.Equal("Σ amounts of wins = WonAmount", Funnel, amount, snapshot.WonAmount);
    }

    private static long Entries(FlowView flow, int stage)
    {
        long sum = 0;
        foreach (FlowRow row in flow.Rows)
            sum += row.Entries(stage);
        return sum;
    }

    // Two neighbouring waterfalls, cut in the middle of the dated events.
    private static void CheckWaterfall(DealLog log, StageSnapshot snapshot, InvariantFindings findings)
    {
        long first = long.MaxValue;
        foreach (long at in log.Columns.At)
        {
            if (at != EventTime.Undated && at < first)
                first = at;
        }

        long end = log.CutMicros;
        if (first >= end || end - first < 2)
            return;
        DateTimeOffset from = EventTime.FromUnixMicros(first);
        DateTimeOffset middle = EventTime.FromUnixMicros(first + ((end - first) / 2));
        PipelineWaterfall early = log.Waterfall(from, middle);
        PipelineWaterfall late = log.Waterfall(middle, log.AsOfTime);
        foreach (PipelineWaterfall waterfall in new[] { early, late })
        {
            string where = $"pipeline from {waterfall.From:O} to {waterfall.To:O}";
            findings.Equal("start and movements = end, in deals", where, waterfall.Difference.Deals, 0);
            findings.Equal("start and movements = end, in money", where, waterfall.Difference.Amount, 0);
        }

        string cut = $"pipeline at {middle:O}";
        findings.Equal("end of one waterfall = start of the next, in deals", cut, early.End.Deals, late.Start.Deals);
        findings.Equal("end of one waterfall = start of the next, in money", cut, early.End.Amount, late.Start.Amount);
        findings.Equal("deals at the end of the waterfall = Open", $"pipeline at {late.To:O}", late.End.Deals, snapshot.Open);
    }
}
