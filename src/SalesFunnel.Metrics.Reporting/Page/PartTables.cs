namespace SalesFunnel.Metrics.Reporting;

/// <summary>The tables about segments, cohorts, and what was left out.</summary>
internal static class PartTables
{
    private const int MaxExamples = 3;

    private static readonly string[] FigureHeader = ["Leads", "Won", "Overall", "95 % interval", "Lead", "Opport.", "Sales", "Open", "Revenue", "Deal size"];

    public static string ValueText(string? value) => value is null ? "(none)" : TextWidth.OneLine(value);

    public static TableBlock Segments(FunnelReport report) => new(
        [.. report.Options.By, .. FigureHeader],
        [.. report.Options.By.Select(static _ => false), .. FigureHeader.Select(static _ => true)],
        [.. report.Segments.Select(static s => (string[])[.. s.Key.Select(static k => ValueText(k.Value)), .. Figures(s.Figures)])]);

    public static TableBlock Cohorts(FunnelReport report) => new(
        ["Entered", .. FigureHeader],
        [false, .. FigureHeader.Select(static _ => true)],
        [.. report.Cohorts.Select(static c => (string[])[c.Period.Label, .. Figures(c.Figures)])]);

    public static IEnumerable<Block> LeftOut(FunnelReport report)
    {
        if (report.Rejected.Count == 0)
        {
            yield return new ParagraphBlock("Nothing: every row was used.");
        }
        else
        {
            yield return new TableBlock(
                ["Reason", "Rows", "Where"],
                [false, true, false],
                [.. report.Rejected.Select(static item => (string[])[item.Reason, FigureText.Count(item.Count), Where(item)])]);
            string[] examples = [.. report.Rejected.Select(static item => item.Example).OfType<string>().Select(TextWidth.OneLine)];
            if (examples.Length > 0)
                yield return new ListBlock(examples.AsReadOnly());
        }

        if (report.Options.Notes.Count > 0)
            yield return new ListBlock([.. report.Options.Notes.Select(TextWidth.OneLine)]);
    }

    private static string Where(RejectedItem item)
    {
        string places = string.Join(", ", item.Samples.Take(MaxExamples).Select(TextWidth.OneLine));
        return item.Count > MaxExamples ? $"{places}, …" : places;
    }

    private static string[] Figures(FunnelFigures figures)
    {
        StageSnapshot snapshot = figures.Snapshot;
        return
        [
            FigureText.Count(snapshot.Leads), FigureText.Count(snapshot.Won), FigureText.Percent(snapshot.OverallConversionRate.Value), FigureText.Interval(snapshot.OverallConversionRate.Interval()),
            FigureText.Percent(snapshot.LeadConversionRate.Value), FigureText.Percent(snapshot.OpportunityConversionRate.Value), FigureText.Percent(snapshot.SalesConversionRate.Value),
            FigureText.Count(snapshot.Open), FigureText.Money(snapshot.WonAmount), snapshot.DealSize.Value is { } size ? FigureText.Money(size) : FigureText.Nothing,
        ];
    }
}
