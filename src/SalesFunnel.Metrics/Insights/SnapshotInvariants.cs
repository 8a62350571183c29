namespace SalesFunnel.Metrics.Insights;

/// <summary>The identities of a snapshot.</summary>
internal static class SnapshotInvariants
{
    public static void Check(StageSnapshot s, InvariantFindings findings)
    {
        int won = s.Definition.WonIndex;
        (long inStage, long lostFrom) = (0, 0);
        for (int stage = 0; stage < won; stage++)
        {
            CheckStage(s, stage, findings);
            inStage += s.InStageNow(stage);
            lostFrom += s.LostFrom(stage);
        }

        const string funnel = InvariantFindings.Funnel;
        findings.Equal("Reached(first) = Leads", funnel, s.Reached(0), s.Leads);
        findings.Equal("Σ InStageNow = Open", funnel, inStage, s.Open);
        findings.Equal("Σ LostFrom = Lost", funnel, lostFrom, s.Lost);
        findings.AtMost("Strict(won) ≤ Won", funnel, s.Strict(won), s.Won);
        findings.AtMost("Won ≤ EverWon", funnel, s.Won, s.EverWon);
        findings.AtMost("EverWon ≤ Leads", funnel, s.EverWon, s.Leads);
        findings.AtMost("EverWon ≤ Visits(won)", funnel, s.EverWon, s.Visits(won));
        findings.AtMost("ReopenedDeals ≤ Reopenings", funnel, s.ReopenedDeals, s.Reopenings);
        findings.AtMost("ReopenedDeals ≤ Leads", funnel, s.ReopenedDeals, s.Leads);
        findings.AtMost("PricedWonDeals ≤ Won", funnel, s.PricedWonDeals, s.Won);
        if (s.PricedWonDeals == 0)
            findings.Equal("WonAmount = 0 without priced wins", funnel, s.WonAmount, 0);
        foreach (string dimension in s.Definition.Dimensions)
            CheckParts(s, [.. s.GroupBy(dimension).Select(static g => g.Snapshot)], $"dimension {dimension}", findings);
        CheckParts(s, [.. s.Cohorts.Select(static c => c.Snapshot)], "cohorts", findings);
    }

    private static void CheckStage(StageSnapshot s, int stage, InvariantFindings findings)
    {
        string where = s.Definition.Stages[stage].Key;
        findings.Equal("Reached(s) = Reached(s + 1) + LostAtFurthest(s) + OpenAtFurthest(s)", where, s.Reached(stage), s.Reached(stage + 1) + s.LostAtFurthest(stage) + s.OpenAtFurthest(stage));
        findings.AtMost("0 ≤ LostAtFurthest", where, 0, s.LostAtFurthest(stage));
        findings.AtMost("0 ≤ OpenAtFurthest", where, 0, s.OpenAtFurthest(stage));
        findings.AtMost("0 ≤ InStageNow", where, 0, s.InStageNow(stage));
        findings.AtMost("0 ≤ LostFrom", where, 0, s.LostFrom(stage));
        findings.AtMost("Touched ≤ Reached", where, s.Touched(stage), s.Reached(stage));
        findings.AtMost("Strict ≤ Touched", where, s.Strict(stage), s.Touched(stage));
        findings.AtMost("Strict(s + 1) ≤ Strict(s)", where, s.Strict(stage + 1), s.Strict(stage));
        findings.AtMost("Touched ≤ Visits", where, s.Touched(stage), s.Visits(stage));
        findings.AtMost("RegressedDeals ≤ RegressMoves", where, s.RegressedDeals(stage), s.RegressMoves(stage));
        long stillOpen = s.Times(stage, VisitEnd.StillOpen).Count;
        findings.AtMost("Times(StillOpen) ≤ InStageNow", where, stillOpen, s.InStageNow(stage));
        findings.AtMost("ended, untimed and open visits ≤ Visits", where, s.CompletedTimes(stage).Count + s.UntimedVisits(stage) + stillOpen, s.Visits(stage));
    }

    private static void CheckParts(StageSnapshot whole, IReadOnlyList<StageSnapshot> parts, string where, InvariantFindings findings)
    {
        findings.Equal("Σ Leads of parts = Leads", where, parts.Sum(static p => p.Leads), whole.Leads);
        findings.Equal("Σ Won of parts = Won", where, parts.Sum(static p => p.Won), whole.Won);
        findings.Equal("Σ WonAmount of parts = WonAmount", where, parts.Sum(static p => p.WonAmount), whole.WonAmount);
        for (int stage = 0; stage <= whole.Definition.WonIndex; stage++)
        {
            int at = stage;
            string place = $"{where}, {whole.Definition.Stages[stage].Key}";
            findings.Equal("Σ Count of parts = Count", place, parts.Sum(p => p.Count(at)), whole.Count(stage));
            findings.Equal("Σ Visits of parts = Visits", place, parts.Sum(p => p.Visits(at)), whole.Visits(stage));
        }
    }
}
