namespace SalesFunnel.Metrics.Reporting;

/// <summary>The figures of a set of deals: all of them, a segment, or a cohort.</summary>
public sealed record FunnelFigures
{
    /// <summary>Gets the counts that the figures rest on.</summary>
    public required StageSnapshot Snapshot { get; init; }

    /// <summary>Gets the records of the deals, which the estimates by time rest on.</summary>
    public required DealRecords Deals { get; init; }

    /// <summary>Gets awareness → interest.</summary>
    public required RateFigures LeadConversion { get; init; }

    /// <summary>Gets interest → decision.</summary>
    public required RateFigures OpportunityConversion { get; init; }

    /// <summary>Gets decision → purchase.</summary>
    public required RateFigures SalesConversion { get; init; }

    /// <summary>Gets purchase ÷ leads.</summary>
    public required RateFigures OverallConversion { get; init; }

    /// <summary>Gets won ÷ (won + lost).</summary>
    public required RateFigures WinRate { get; init; }

    /// <summary>Gets the average deal size.</summary>
    public required MetricValue DealSize { get; init; }

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

    internal static FunnelFigures Of(StageSnapshot snapshot, VisitDurations durations, DealRecords deals, AcquisitionFigures acquisition, long minimum)
    {
        var stages = new StageFigures[snapshot.Definition.Stages.Count];
        for (int i = 0; i < stages.Length; i++)
            stages[i] = new StageFigures(snapshot.Definition.Stages[i], snapshot.Count(i), i < snapshot.Definition.WonIndex ? Open(snapshot, durations, deals, i, minimum) : null);
        return new FunnelFigures
        {
            Snapshot = snapshot,
            Deals = deals,
            LeadConversion = Between(snapshot, deals, snapshot.LeadConversionRate, StageRole.Awareness, StageRole.Interest, minimum),
            OpportunityConversion = Between(snapshot, deals, snapshot.OpportunityConversionRate, StageRole.Interest, StageRole.Decision, minimum),
            SalesConversion = Between(snapshot, deals, snapshot.SalesConversionRate, StageRole.Decision, StageRole.Purchase, minimum),
            OverallConversion = RateFigures.Of(snapshot.OverallConversionRate, deals.Conversion(0, snapshot.Definition.WonIndex), minimum),
            WinRate = RateFigures.Of(snapshot.WinRate, null, minimum),
            DealSize = snapshot.DealSize.ToMetricValue(deals.WonAmounts()).RequireAtLeast(minimum),
            Stages = stages.AsReadOnly(),
            CustomerAcquisitionCost = acquisition.Cost.RequireAtLeast(minimum),
            PaybackPeriod = acquisition.Payback,
            FractionalPaybackMonths = acquisition.FractionalPayback,
        };
    }

    private static RateFigures Between(StageSnapshot snapshot, DealRecords deals, ConversionRate rate, StageRole from, StageRole to, long minimum)
    {
        (int first, int last) = (snapshot.Definition.IndexOf(from), snapshot.Definition.IndexOf(to));
        return RateFigures.Of(rate, first < 0 || last < 0 ? null : deals.Conversion(first, last), minimum);
    }

    private static OpenStageFigures Open(StageSnapshot snapshot, VisitDurations durations, DealRecords deals, int stage, long minimum) => new()
    {
        LostAtFurthest = snapshot.LostAtFurthest(stage),
        OpenAtFurthest = snapshot.OpenAtFurthest(stage),
        LostFrom = snapshot.LostFrom(stage),
        InStageNow = snapshot.InStageNow(stage),
        ConversionToNext = snapshot.Conversion(stage, stage + 1),
        Churn = snapshot.ChurnRate(stage),
        ToNext = RateFigures.Of(snapshot.Conversion(stage, stage + 1), deals.Conversion(stage, stage + 1), minimum),
        ChurnOverTime = RateFigures.Of(snapshot.ChurnRate(stage), deals.Conversion(stage, stage + 1), minimum),
        Time = snapshot.TimeInStage(stage),
        MeanTime = (durations.Mean(stage) with { Status = snapshot.TimeInStage(stage).Status, Reason = snapshot.TimeInStage(stage).Reason }).RequireAtLeast(minimum),
        MedianSeconds = durations.MedianSeconds(stage),
        CensoredMedian = durations.CensoredMedian(stage).RequireAtLeast(minimum),
    };
}
