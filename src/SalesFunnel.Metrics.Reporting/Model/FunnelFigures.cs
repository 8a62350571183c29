namespace SalesFunnel.Metrics.Reporting;

/// <summary>The figures of a set of deals: all of them, a segment, or a cohort.</summary>
public sealed record FunnelFigures
{
    /// <summary>Gets the counts that the figures rest on.</summary>
    public required StageSnapshot Snapshot { get; init; }

    /// <summary>Gets the stages in order.</summary>
    public required IReadOnlyList<StageFigures> Stages { get; init; }

    /// <summary>Gets the acquisition cost, fully loaded.</summary>
    public required MetricValue CustomerAcquisitionCost { get; init; }

    /// <summary>Gets the payback period in whole months.</summary>
    public required MetricValue PaybackPeriod { get; init; }

    /// <summary>Gets the payback period in months, not rounded up; <c>null</c> where there is none.</summary>
    public decimal? FractionalPaybackMonths { get; init; }

    /// <summary>Gets the number of deals.</summary>
    public long Leads => Snapshot.Leads;

    internal static FunnelFigures Of(StageSnapshot snapshot, VisitDurations durations, AcquisitionFigures acquisition)
    {
        var stages = new StageFigures[snapshot.Definition.Stages.Count];
        for (int i = 0; i < stages.Length; i++)
            stages[i] = new StageFigures(snapshot.Definition.Stages[i], snapshot.Count(i), i < snapshot.Definition.WonIndex ? Open(snapshot, durations, i) : null);
        return new FunnelFigures
        {
            Snapshot = snapshot,
            Stages = stages.AsReadOnly(),
            CustomerAcquisitionCost = acquisition.Cost,
            PaybackPeriod = acquisition.Payback,
            FractionalPaybackMonths = acquisition.FractionalPayback,
        };
    }

    private static OpenStageFigures Open(StageSnapshot snapshot, VisitDurations durations, int stage) => new()
    {
        LostAtFurthest = snapshot.LostAtFurthest(stage),
        OpenAtFurthest = snapshot.OpenAtFurthest(stage),
        LostFrom = snapshot.LostFrom(stage),
        InStageNow = snapshot.InStageNow(stage),
        ConversionToNext = snapshot.Conversion(stage, stage + 1),
        Churn = snapshot.ChurnRate(stage),
        Time = snapshot.TimeInStage(stage),
        MedianSeconds = durations.MedianSeconds(stage),
        CensoredMedianSeconds = durations.CensoredMedianSeconds(stage),
    };
}
