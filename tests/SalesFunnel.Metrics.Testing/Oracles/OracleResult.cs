namespace SalesFunnel.Metrics.Testing;

/// <summary>All deals of a list of events, and the figures counted from their histories.</summary>
public sealed class OracleResult(
    FunnelDefinition definition,
    OracleOptions options,
    long asOfMicros,
    IReadOnlyList<OracleDeal> deals,
    IReadOnlyList<(OracleRejection Reason, long Position)> rejected)
{
    private readonly Dictionary<OracleDeal, (IReadOnlyList<long> Segments, IReadOnlyList<OracleVisit> Visits)> _derived = // once: the histories are complete
        deals.Where(d => d.IsCreated).ToDictionary(d => d, d => (d.Segments(), d.Visits(asOfMicros)));

    public IReadOnlyList<OracleDeal> Deals => deals;

    public IReadOnlyList<(OracleRejection Reason, long Position)> Rejected => rejected;

    /// <summary>A tracker cannot take back the movement of a deal that is gone.</summary>
    public bool IsPartial => !options.AsLog && deals.Any(d => d.IsGone && d.IsCreated);

    public IReadOnlyList<int> Cohorts => Moving.SelectMany(d => d.Steps.Where(s => s.Index >= d.Moves[0].Index).Select(d.CohortAt)).Distinct().Order().ToList();

    public IReadOnlyList<IReadOnlyList<long>> SegmentTuples => Moving.Select(d => _derived[d].Segments)
        .DistinctBy(s => string.Join('|', s)).ToList();

    /// <summary>Deals that count as deals.</summary>
    private IEnumerable<OracleDeal> Counting => deals.Where(d => d.IsCreated && !d.IsGone);

    /// <summary>Deals whose movement counts.</summary>
    private IEnumerable<OracleDeal> Moving => deals.Where(d => d.IsCreated && (!d.IsGone || !options.AsLog));

    /// <summary>Figures that always belong to the whole input.</summary>
    public Figures Hygiene()
    {
        var figures = new Figures();
        foreach ((OracleRejection reason, _) in rejected)
            figures.Add("rejected." + reason, 1);
        figures.Add("repeats", CountOf(OracleEffect.Repeat));
        figures.Add("notUsed", CountOf(OracleEffect.NotUsed));
        figures.Add("amountEditsAfterWin", deals.Sum(d => d.AmountEditsAfterWin));
        figures.Add("deletedDeals", deals.Count(d => d.Steps.Any(s => s.Event.Kind == DealEventKind.Deleted)));
        figures.Add("mergedDeals", deals.Count(d => d.Steps.Any(s => s.Event.Kind == DealEventKind.MergedInto)));
        return figures;
    }

    /// <summary>The ten smallest positions of each reason.</summary>
    public IReadOnlyList<long> SamplePositions(OracleRejection reason) =>
        rejected.Where(r => r.Reason == reason).Select(r => r.Position).Order().Take(10).ToList();

    /// <summary>The figures of all deals, of some segments, of one cohort, or of one cohort of some segments.</summary>
    /// <param name="segments">Tells whether the values of a deal belong; null = all do.</param>
    /// <param name="cohort">The cohort; null = all.</param>
    public Figures Count(Func<IReadOnlyList<long>, bool>? segments = null, int? cohort = null)
    {
        var figures = new Figures();
        foreach (OracleDeal deal in Counting.Where(d => IsIn(d, segments) && (cohort is null || d.Cohort == cohort)))
            CountDeal(figures, deal);
        foreach (OracleDeal deal in Moving.Where(d => IsIn(d, segments)))
            CountMovement(figures, deal, step => cohort is null || deal.CohortAt(step) == cohort);
        return figures;
    }

    /// <summary>Every single duration of a stage's visits with one ending.</summary>
    public IReadOnlyList<long> Durations(int stage, OracleVisitEnd end, Func<IReadOnlyList<long>, bool>? segments = null, int? cohort = null) => Moving
        .Where(d => IsIn(d, segments))
        .SelectMany(d => _derived[d].Visits.Where(v => v.Stage == stage && v.End == end && v.Micros is not null && !(d.IsGone && v.Left is null))
            .Where(v => cohort is null || d.CohortAt(v.Left ?? d.Steps[^1]) == cohort))
        .Select(v => v.Micros!.Value).Order().ToList();

    /// <summary>Every single duration of a stage's completed visits.</summary>
    public IReadOnlyList<long> CompletedDurations(int stage, Func<IReadOnlyList<long>, bool>? segments = null, int? cohort = null) =>
        Enum.GetValues<OracleVisitEnd>().Where(e => e != OracleVisitEnd.StillOpen)
            .SelectMany(e => Durations(stage, e, segments, cohort)).Order().ToList();

    private bool IsIn(OracleDeal deal, Func<IReadOnlyList<long>, bool>? segments) => segments is null || segments(_derived[deal].Segments);

    private long CountOf(OracleEffect effect) => deals.Sum(d => d.Steps.LongCount(s => s.Effect == effect));

    private void CountDeal(Figures figures, OracleDeal deal)
    {
        int last = definition.WonIndex;
        figures.Add("leads", 1);
        figures.Add(deal.IsWon ? "won" : deal.IsLost ? "lost" : "open", 1);
        figures.Add("everWon", deal.WasEverWon ? 1 : 0);
        figures.Add("reopenedDeals", deal.Reopenings.Count > 0 ? 1 : 0);
        long? wonAmount = deal.IsWon ? deal.AmountAt(deal.Wins[^1]) : null;
        figures.Add("pricedWonDeals", wonAmount is null ? 0 : 1);
        figures.Add("wonAmountE4", wonAmount ?? 0);
        for (int stage = 0; stage < last; stage++)
        {
            figures.Add("reached", stage, deal.Furthest >= stage || deal.IsWon ? 1 : 0);
            figures.Add("touched", stage, deal.Moves.Any(m => m.Target == stage) ? 1 : 0);
            figures.Add("strict", stage, deal.StrictLevel > stage ? 1 : 0);
            figures.Add("lostAtFurthest", stage, deal.IsLost && deal.Furthest == stage ? 1 : 0);
            figures.Add("openAtFurthest", stage, deal.IsOpen && deal.Furthest == stage ? 1 : 0);
            figures.Add("lostFrom", stage, deal.IsLost && deal.CurrentStage == stage ? 1 : 0);
            figures.Add("inStageNow", stage, deal.IsOpen && deal.CurrentStage == stage ? 1 : 0);
            figures.Add("regressedDeals", stage, deal.Regressions.Any(r => r.From == stage) ? 1 : 0);
        }

        figures.Add("reached", last, deal.IsWon ? 1 : 0);
        figures.Add("touched", last, deal.IsWon ? 1 : 0);
        figures.Add("strict", last, deal.IsWon && deal.StrictLevel == last ? 1 : 0);
    }

    private void CountMovement(Figures figures, OracleDeal deal, Func<OracleStep, bool> belongs)
    {
        foreach (OracleStep win in deal.Wins.Where(belongs))
            figures.Add("visits", definition.WonIndex, 1);
        foreach (OracleStep reopening in deal.Reopenings.Where(belongs))
            figures.Add("reopenings", 1);
        foreach ((int from, OracleStep move) in deal.Regressions.Where(r => belongs(r.Move)))
            figures.Add("regressMoves", from, 1);
        foreach (OracleVisit visit in _derived[deal].Visits)
        {
            figures.Add("visits", visit.Stage, belongs(visit.Entered) ? 1 : 0);
            if (!belongs(visit.Left ?? deal.Steps[^1]) || (deal.IsGone && visit.Left is null))
                continue;
            if (visit.Micros is { } micros)
            {
                figures.Add($"times.{visit.End}.count", visit.Stage, 1);
                figures.Add($"times.{visit.End}.micros", visit.Stage, micros);
            }
            else
            {
                figures.Add("untimedVisits", visit.Stage, visit.Left is null ? 0 : 1);
            }
        }
    }
}
