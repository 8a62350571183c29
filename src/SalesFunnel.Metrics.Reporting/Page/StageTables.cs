namespace SalesFunnel.Metrics.Reporting;

/// <summary>The tables about rates and stages.</summary>
internal static class StageTables
{
    public static TableBlock Rates(FunnelReport report)
    {
        StageSnapshot snapshot = report.Total.Snapshot;
        var rows = new List<IReadOnlyList<string>>
        {
            Rate("Lead conversion", report, snapshot.LeadConversionRate, StageRole.Awareness, StageRole.Interest),
            Rate("Opportunity conversion", report, snapshot.OpportunityConversionRate, StageRole.Interest, StageRole.Decision),
            Rate("Sales conversion", report, snapshot.SalesConversionRate, StageRole.Decision, StageRole.Purchase),
            Row("Overall conversion", $"leads → {Label(report, report.Definition.WonIndex)}", snapshot.OverallConversionRate),
            Row("Win rate of closed deals", "won of won + lost", snapshot.WinRate),
        };
        foreach (StageFigures stage in report.Total.Stages)
        {
            if (stage.Open is not { } open)
                continue;
            string step = Step(report, stage.Stage.Index, stage.Stage.Index + 1);
            if (!rows.Exists(row => row[1] == step)) // most often a classic rate is one of the steps
                rows.Add(Row("Step", step, open.ConversionToNext));
        }

        return new TableBlock(["Rate", "From → to", "Deals", "Rate", "95 % interval"], [false, false, true, true, true], rows);
    }

    public static TableBlock Lost(FunnelFigures figures)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (StageFigures stage in figures.Stages)
        {
            if (stage.Open is { } open)
            {
                rows.Add(
                [
                    TextWidth.OneLine(stage.Stage.Label), FigureText.Count(stage.Open.Churn.Reached), FigureText.Count(open.LostAtFurthest), FigureText.Percent(open.ChurnOverTime.Plain),
                    FigureText.Limits(open.ChurnOverTime.Plain), FigureText.Count(open.OpenAtFurthest), FigureText.Count(open.InStageNow),
                ]);
            }
        }

        return new TableBlock(["Stage", "Reached", "Lost here", "Churn", "95 % interval", "Open here", "In it now"], [false, true, true, true, true, true, true], rows);
    }

    public static TableBlock Times(FunnelFigures figures)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (StageFigures stage in figures.Stages)
        {
            if (stage.Open is { } open)
            {
                rows.Add(
                [
                    TextWidth.OneLine(stage.Stage.Label), FigureText.Count(open.Time.Completed), FigureText.Count(open.Time.StillOpen), FigureText.Duration(open.MeanTime.Value), DurationLimits(open.MeanTime),
                    FigureText.Duration(open.MedianSeconds), CensoredMedian(open.CensoredMedian), DurationLimits(open.CensoredMedian),
                ]);
            }
        }

        return new TableBlock(["Stage", "Stays ended", "Still open", "Mean", "95 % interval", "Median", "Median incl. open", "95 % interval"], [false, true, true, true, true, true, true, true], rows);
    }

    private static string CensoredMedian(MetricValue figure) => figure.Status switch
    {
        MetricStatus.NotReached => "not reached",
        MetricStatus.InsufficientSample => $"n = {figure.N}",
        _ => FigureText.Duration(figure.Value),
    };

    private static string DurationLimits(MetricValue figure) => figure.Value is null ? FigureText.Nothing
        : $"{FigureText.Duration(figure.Low)} – {(figure.High is { } high ? FigureText.Duration(high) : "not reached")}";

    /// <summary>What becomes of deals in the end, with open ones counted as open.</summary>
    public static TableBlock OverTime(FunnelReport report)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach ((string steps, RateFigures rate) in Steps(report))
        {
            if (rate.OverTime is not { } overTime || rows.Exists(row => row[0] == steps))
                continue;
            rows.Add(
            [
                steps,
                FigureText.Percent(overTime.Maturity.DecidedShare),
                .. RateFigures.Horizons.Select(days => FigureText.Percent(rate.Within(days))),
                FigureText.Percent(rate.Ultimate()),
                FigureText.Limits(rate.Ultimate()),
                overTime.Maturity is { Entered: 0 } ? FigureText.Nothing : overTime.Maturity.IsImmature ? "immature" : "mature",
            ]);
        }

        return new TableBlock(
            ["From → to", "Decided", .. RateFigures.Horizons.Select(static days => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{days} days")), "In the end", "95 % interval", "So far is"],
            [false, true, .. RateFigures.Horizons.Select(static _ => true), true, true, false],
            rows);
    }

    /// <summary>Why plain rates are too early to compare; empty when none is.</summary>
    public static IReadOnlyList<string> Immature(FunnelReport report) =>
        [.. Steps(report).Where(static s => s.Rate.Maturity is { IsImmature: true }).Select(static s => $"{s.Step} is immature: {s.Rate.Maturity!.Value.Reason}.").Distinct(StringComparer.Ordinal)];

    private static IEnumerable<(string Step, RateFigures Rate)> Steps(FunnelReport report)
    {
        FunnelFigures total = report.Total;
        FunnelDefinition funnel = report.Definition;
        foreach (StageFigures stage in total.Stages)
        {
            if (stage.Open is { } open)
                yield return (Step(report, stage.Stage.Index, stage.Stage.Index + 1), open.ToNext);
        }

        if (total.OpportunityConversion.OverTime is not null)
            yield return (Step(report, funnel.IndexOf(StageRole.Interest), funnel.IndexOf(StageRole.Decision)), total.OpportunityConversion);
        if (total.LeadConversion.OverTime is not null)
            yield return (Step(report, funnel.IndexOf(StageRole.Awareness), funnel.IndexOf(StageRole.Interest)), total.LeadConversion);
        if (total.SalesConversion.OverTime is not null)
            yield return (Step(report, funnel.IndexOf(StageRole.Decision), funnel.WonIndex), total.SalesConversion);
        yield return (Step(report, 0, funnel.WonIndex), total.OverallConversion);
    }

    private static string[] Rate(string name, FunnelReport report, ConversionRate rate, StageRole from, StageRole to)
    {
        (int first, int last) = (report.Definition.IndexOf(from), report.Definition.IndexOf(to));
        return first < 0 || last < 0
            ? [name, $"undefined: {rate.Reason}", FigureText.Nothing, FigureText.Nothing, FigureText.Nothing]
            : Row(name, Step(report, first, last), rate);
    }

    private static string[] Row(string name, string stages, ConversionRate rate) => rate.Value is null
        ? [name, $"{stages}, undefined: {rate.Reason}", FigureText.Nothing, FigureText.Nothing, FigureText.Nothing]
        : [name, stages, $"{FigureText.Count(rate.Converted)} / {FigureText.Count(rate.Entered)}", FigureText.Percent(rate.Value), rate.IsNested ? FigureText.Interval(rate.Interval()) : "not nested"];

    private static string Step(FunnelReport report, int from, int to) => $"{Label(report, from)} → {Label(report, to)}";

    private static string Label(FunnelReport report, int stage) => TextWidth.OneLine(report.Definition.Stages[stage].Label);
}
