using System.Globalization;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The tables about segments, cohorts, and what was left out.</summary>
internal static class PartTables
{
    private const int MaxExamples = 3;

    private static readonly (string Title, Func<FunnelFigures, string> Text)[] Figures =
    [
        ("Leads", static f => FigureText.Count(f.Leads)),
        ("Won", static f => FigureText.Count(f.Snapshot.Won)),
        ("Overall", static f => FigureText.Percent(f.OverallConversion.Plain)),
        ("95 % interval", static f => FigureText.Limits(f.OverallConversion.Plain)),
        ("Lead", static f => FigureText.Percent(f.LeadConversion.Plain)),
        ("Opport.", static f => FigureText.Percent(f.OpportunityConversion.Plain)),
        ("Sales", static f => FigureText.Percent(f.SalesConversion.Plain)),
        ("Revenue", static f => f.Snapshot.PricedWonDeals > 0 ? FigureText.Money(f.Snapshot.WonAmount) : FigureText.Nothing),
        ("Deal size", static f => f.DealSize.Value is { } size ? FigureText.Money(size) : FigureText.Nothing),
    ];

    private static readonly (string Title, Func<FunnelFigures, string> Text)[] InTheEnd =
    [
        ("Overall", static f => FigureText.Percent(f.OverallConversion.Plain)),
        ("Decided", static f => f.OverallConversion.Maturity is { } maturity ? FigureText.Percent(maturity.DecidedShare) + (maturity.IsImmature ? " *" : "  ") : FigureText.Nothing),
        ("In the end", static f => FigureText.Percent(f.OverallConversion.Ultimate())),
        ("95 % interval", static f => FigureText.Limits(f.OverallConversion.Ultimate())),
    ];

    private static readonly (string Title, Func<SegmentRate, string> Text)[] VersusRest =
    [
        ("Shrunk", static r => FigureText.Percent(r.Shrunk)),
        ("vs rest, points (95 %)", static r => r.Difference is { Low: { } low, High: { } high } difference
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * difference.Estimate:+0.0;−0.0;0.0} ({100 * low:+0.0;−0.0;0.0} to {100 * high:+0.0;−0.0;0.0}){(r.IsSignificant ? " !" : "  ")}")
            : FigureText.Nothing),
        ("P(above)", static r => r.ProbabilityAboveRest is { } p ? string.Create(CultureInfo.InvariantCulture, $"{100 * p:0.0} %") : FigureText.Nothing),
    ];

    public static string ValueText(string? value) => value is null ? "(none)" : TextWidth.OneLine(value);

    public static IEnumerable<Block> Segments(FunnelReport report)
    {
        foreach (Block block in Both(
            [.. report.Options.By.Select(TextWidth.OneLine)],
            [.. report.Segments.Select(static s => (s.Key.Select(static k => ValueText(k.Value)).ToArray(), s.Figures))],
            [.. report.Segments.Select(static s => s.Overall)]))
            yield return block;
        int tested = report.Segments.Count(static s => s.Overall.PValue is not null);
        yield return new ParagraphBlock(string.Create(CultureInfo.InvariantCulture, $"Shrunk: the overall conversion drawn towards that of all by as much as chance between segments explains. vs rest: the difference to all other deals; ! = more than chance, adjusted over the {tested} segments with enough deals to test. P(above): how probable it is that the segment converts better than the rest. By the rule reached."));
    }

    public static IEnumerable<Block> Cohorts(FunnelReport report) => Both(
        ["Entered"],
        [.. report.Cohorts.Select(static c => (new[] { c.Period.Label }, c.Figures))],
        []);

    public static IEnumerable<Block> LeftOut(FunnelReport report) => LeftOut(report.Rejected, report.Options.Notes);

    public static IEnumerable<Block> LeftOut(IReadOnlyList<RejectedItem> rejected, IReadOnlyList<string> notes)
    {
        if (rejected.Count == 0)
        {
            yield return new ParagraphBlock("Nothing: every row was used.");
        }
        else
        {
            yield return new TableBlock(
                ["Reason", "Rows", "Where"],
                [false, true, false],
                [.. rejected.Select(static item => (string[])[item.Reason, FigureText.Count(item.Count), Where(item)])]);
            string[] examples = [.. rejected.Select(static item => item.Example).OfType<string>().Select(TextWidth.OneLine)];
            if (examples.Length > 0)
                yield return new ListBlock(examples.AsReadOnly());
        }

        if (notes.Count > 0)
            yield return new ListBlock([.. notes.Select(TextWidth.OneLine)]);
    }

    private static string Where(RejectedItem item)
    {
        string places = string.Join(", ", item.Samples.Take(MaxExamples).Select(TextWidth.OneLine));
        return item.Count > MaxExamples ? $"{places}, …" : places;
    }

    private static IEnumerable<Block> Both(IReadOnlyList<string> keys, IReadOnlyList<(string[] Key, FunnelFigures Figures)> parts, IReadOnlyList<SegmentRate> versus)
    {
        yield return Table(keys, parts, Figures);
        TableBlock end = Table(keys, parts, InTheEnd);
        yield return versus.Count == 0 ? end : new TableBlock(
            [.. end.Header, .. VersusRest.Select(static f => f.Title)],
            [.. end.AlignRight, .. VersusRest.Select(static _ => true)],
            [.. end.Rows.Select((row, i) => (string[])[.. row, .. VersusRest.Select(f => f.Text(versus[i]))])]);
        if (parts.Any(static part => part.Figures.OverallConversion.Maturity is { IsImmature: true }))
            yield return new ParagraphBlock("* Immature: too few of its deals are decided, or old enough, for the plain rate to be compared. \"In the end\" is an estimate that can be.");
    }

    // A column that says nothing for every part (rates of a funnel without roles, money without amounts) is left away.
    private static TableBlock Table(IReadOnlyList<string> keys, IReadOnlyList<(string[] Key, FunnelFigures Figures)> parts, (string Title, Func<FunnelFigures, string> Text)[] figures)
    {
        (string Title, Func<FunnelFigures, string> Text)[] shown = [.. figures.Where(f => parts.Any(part => f.Text(part.Figures) != FigureText.Nothing))];
        return new TableBlock(
            [.. keys, .. shown.Select(static f => f.Title)],
            [.. keys.Select(static _ => false), .. shown.Select(static _ => true)],
            [.. parts.Select(part => (string[])[.. part.Key, .. shown.Select(f => f.Text(part.Figures))])]);
    }
}
