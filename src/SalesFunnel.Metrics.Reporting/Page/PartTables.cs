namespace SalesFunnel.Metrics.Reporting;

/// <summary>The tables about segments, cohorts, and what was left out.</summary>
internal static class PartTables
{
    private const int MaxExamples = 3;

    private static readonly (string Title, Func<StageSnapshot, string> Text)[] Figures =
    [
        ("Leads", static s => FigureText.Count(s.Leads)),
        ("Won", static s => FigureText.Count(s.Won)),
        ("Overall", static s => FigureText.Percent(s.OverallConversionRate.Value)),
        ("95 % interval", static s => FigureText.Interval(s.OverallConversionRate.Interval())),
        ("Lead", static s => FigureText.Percent(s.LeadConversionRate.Value)),
        ("Opport.", static s => FigureText.Percent(s.OpportunityConversionRate.Value)),
        ("Sales", static s => FigureText.Percent(s.SalesConversionRate.Value)),
        ("Open", static s => FigureText.Count(s.Open)),
        ("Revenue", static s => s.PricedWonDeals > 0 ? FigureText.Money(s.WonAmount) : FigureText.Nothing),
        ("Deal size", static s => s.DealSize.Value is { } size ? FigureText.Money(size) : FigureText.Nothing),
    ];

    public static string ValueText(string? value) => value is null ? "(none)" : TextWidth.OneLine(value);

    public static TableBlock Segments(FunnelReport report) => Table(
        [.. report.Options.By.Select(TextWidth.OneLine)],
        [.. report.Segments.Select(static s => (s.Key.Select(static k => ValueText(k.Value)).ToArray(), s.Figures.Snapshot))]);

    public static TableBlock Cohorts(FunnelReport report) => Table(
        ["Entered"],
        [.. report.Cohorts.Select(static c => (new[] { c.Period.Label }, c.Figures.Snapshot))]);

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

    // A column that says nothing for every part (rates of a funnel without roles, money without amounts) is left away.
    private static TableBlock Table(IReadOnlyList<string> keys, IReadOnlyList<(string[] Key, StageSnapshot Snapshot)> parts)
    {
        (string Title, Func<StageSnapshot, string> Text)[] shown = [.. Figures.Where(f => parts.Any(part => f.Text(part.Snapshot) != FigureText.Nothing))];
        return new TableBlock(
            [.. keys, .. shown.Select(static f => f.Title)],
            [.. keys.Select(static _ => false), .. shown.Select(static _ => true)],
            [.. parts.Select(part => (string[])[.. part.Key, .. shown.Select(f => f.Text(part.Snapshot))])]);
    }
}
