using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>A waterfall in words, as a table with drawn bars.</summary>
internal static class WaterfallPage
{
    private const int BarWidth = 40;

    /// <summary>The bars in order; the sign says whether a movement adds, takes away, or is a level.</summary>
    public static IReadOnlyList<(string Name, PipelineFlow Flow, int Sign)> Bars(PipelineWaterfall waterfall) =>
    [
        ("start", waterfall.Start, 0),
        ("new", waterfall.New, 1),
        ("movedIn", waterfall.MovedIn, 1),
        ("reopened", waterfall.Reopened, 1),
        ("increased", waterfall.Increased, 1),
        ("decreased", waterfall.Decreased, -1),
        ("movedOut", waterfall.MovedOut, -1),
        ("won", waterfall.Won, -1),
        ("lost", waterfall.Lost, -1),
        ("removed", waterfall.Removed, -1),
        ("end", waterfall.End, 0),
    ];

    public static IEnumerable<Block> Of(WaterfallReport report)
    {
        PipelineWaterfall waterfall = report.Waterfall;
        yield return new HeadingBlock($"Open pipeline from {AsOfText.Of(TimeZoneInfo.ConvertTime(waterfall.From, report.Source.Zone), report.Source.Zone, false)} to {AsOfText.Of(TimeZoneInfo.ConvertTime(waterfall.To, report.Source.Zone), report.Source.Zone, false)}");
        yield return new ParagraphBlock(Sentence(waterfall));
        yield return Table(waterfall);
        yield return new ParagraphBlock("Every movement is in the table, so start and movements give the end. A deal that came and was won within the time is in both rows. Amounts that changed while a deal was open are in \"raised\" and \"lowered\", where the number is that of changes.");
        if (waterfall.UnpricedAtEnd > 0)
            yield return new ParagraphBlock($"{FigureText.Count(waterfall.UnpricedAtEnd)} of {FigureText.Count(waterfall.End.Deals)} open deals have no amount and count as 0 here.");
    }

    private static string Sentence(PipelineWaterfall waterfall) =>
        $"{FigureText.Count(waterfall.Start.Deals)} open deals worth {FigureText.Money(waterfall.Start.Amount)} became {FigureText.Count(waterfall.End.Deals)} worth {FigureText.Money(waterfall.End.Amount)}: "
        + $"{FigureText.Count(waterfall.New.Deals)} came, {FigureText.Count(waterfall.Won.Deals)} were won ({FigureText.Money(waterfall.Won.Amount)}), {FigureText.Count(waterfall.Lost.Deals)} were lost ({FigureText.Money(waterfall.Lost.Amount)}).";

    private static TableBlock Table(PipelineWaterfall waterfall)
    {
        IReadOnlyList<(string Name, PipelineFlow Flow, int Sign)> bars = [.. Bars(waterfall).Where(static b => b.Sign == 0 || b.Flow.Deals > 0)];
        decimal level = 0;
        decimal highest = 1;
        var spans = new List<(decimal From, decimal To)>();
        foreach ((_, PipelineFlow flow, int sign) in bars)
        {
            (decimal from, decimal to) = sign == 0 ? (0, flow.Amount) : (level, level + (sign * flow.Amount));
            spans.Add((Math.Min(from, to), Math.Max(from, to)));
            highest = Math.Max(highest, Math.Max(from, to));
            level = to;
        }

        return new TableBlock(
            ["Movement", "Deals", "Amount", "Amount drawn"],
            [false, true, true, false],
            [
                .. bars.Select((bar, i) => (IReadOnlyList<string>)
                [
                    Label(bar.Name), Signed(bar.Flow.Deals, bar.Name is "increased" or "decreased" ? 0 : bar.Sign), Money(bar.Flow.Amount, bar.Sign), Draw(spans[i], highest),
                ]),
            ]);
    }

    private static string Label(string name) => name switch
    {
        "start" => "Open at the start",
        "new" => "+ new",
        "movedIn" => "+ close date moved in",
        "reopened" => "+ re-opened",
        "increased" => "+ amounts raised",
        "decreased" => "− amounts lowered",
        "movedOut" => "− close date moved out",
        "won" => "− won",
        "lost" => "− lost",
        "removed" => "− deleted or merged",
        _ => "Open at the end",
    };

    private static string Signed(long deals, int sign) => (sign > 0 ? "+" : sign < 0 ? "−" : string.Empty) + FigureText.Count(deals);

    private static string Money(decimal amount, int sign) => (sign > 0 ? "+" : sign < 0 ? "−" : string.Empty) + FigureText.Money(amount);

    private static string Draw((decimal From, decimal To) span, decimal highest)
    {
        if (span.From < 0)
            return string.Empty; // negative amounts have no place on the scale
        int from = (int)Math.Round(span.From / highest * BarWidth, MidpointRounding.AwayFromZero);
        int to = (int)Math.Round(span.To / highest * BarWidth, MidpointRounding.AwayFromZero);
        return new string(' ', Math.Min(from, BarWidth - 1)) + new string('█', Math.Max(to - from, 0)) + (to == from && span.To > span.From ? "▏" : string.Empty);
    }
}
