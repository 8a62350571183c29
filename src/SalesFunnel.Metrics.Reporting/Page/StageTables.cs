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

    public static TableBlock Stages(FunnelFigures figures)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (StageFigures stage in figures.Stages)
        {
            if (stage.Open is not { } open)
                continue;
            rows.Add(
            [
                TextWidth.OneLine(stage.Stage.Label), FigureText.Count(open.LostAtFurthest), FigureText.Percent(open.Churn.Value), FigureText.Interval(open.Churn.Interval()),
                FigureText.Count(open.InStageNow), FigureText.Count(open.Time.Completed), FigureText.Duration(open.Time.MeanSeconds), FigureText.Duration(open.MedianSeconds),
                open.CensoredMedianSeconds is { } median ? FigureText.Duration((decimal)median) : open.Time.Completed + open.Time.StillOpen > 0 ? "not reached" : FigureText.Nothing,
            ]);
        }

        return new TableBlock(["Stage", "Lost here", "Churn", "95 % interval", "In it now", "Stays ended", "Mean stay", "Median stay", "Median incl. open"], [false, true, true, true, true, true, true, true, true], rows);
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
