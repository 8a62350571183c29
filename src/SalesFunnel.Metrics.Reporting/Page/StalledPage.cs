using System.Globalization;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>Stuck deals in words and tables.</summary>
internal static class StalledPage
{
    public static IEnumerable<Block> Of(StalledReport report)
    {
        StalledDeals stalled = report.Stalled;
        yield return new HeadingBlock("Stalled deals");
        yield return new ParagraphBlock(
            string.Create(CultureInfo.InvariantCulture, $"{FigureText.Count(stalled.Deals.Count)} of {FigureText.Count(stalled.Open)} open deals, worth {FigureText.Money(stalled.Amount)}, have been in their stage for longer than {report.Share * 100:0.#} % of visits last."));
        if (stalled.Deals.Count > 0)
            yield return Deals(report);
        if (stalled.Deals.Count > report.Take)
            yield return new ParagraphBlock($"The {FigureText.Count(report.Take)} largest are shown; the rest with --take.");
        List<string> apart = [];
        if (stalled.Parked > 0)
            apart.Add($"{FigureText.Count(stalled.Parked)} open deals are on hold: parked, not stalled.");
        if (stalled.Untimed > 0)
            apart.Add($"{FigureText.Count(stalled.Untimed)} entered their stage at an unknown time, so it cannot be told.");
        if (stalled.WithoutLimit > 0)
            apart.Add($"{FigureText.Count(stalled.WithoutLimit)} are in stages without a limit, see below.");
        if (apart.Count > 0)
            yield return new ListBlock(apart);
        yield return new HeadingBlock("How long deals usually stay");
        yield return Limits(stalled);
        yield return new ParagraphBlock($"Learned from all visits up to the as-of time, those still open counted until then ({StalledDeals.MethodId}, Kaplan–Meier).");
        if (stalled.Ages.Count == 0)
            yield break;
        yield return new HeadingBlock("Age of open deals");
        yield return Ages(stalled);
        yield return new ParagraphBlock("Bands by how long won deals took from first entry to win: half of them up to the first limit, eight of ten up to the second, nine of ten up to the third.");
    }

    private static TableBlock Deals(StalledReport report)
    {
        IReadOnlyList<string> dimensions = report.Source.Log.Definition.Dimensions;
        return new TableBlock(
            ["Deal", "Stage", "In it for", "Usual limit", "Amount", .. dimensions.Select(TextWidth.OneLine)],
            [false, false, true, true, true, .. dimensions.Select(static _ => false)],
            [
                .. report.Stalled.Deals.Take(report.Take).Select(deal => (IReadOnlyList<string>)
                [
                    TextWidth.OneLine(report.Source.DealId(deal.Entity)), TextWidth.OneLine(report.Source.Log.Definition.Stages[deal.Stage].Label), Days(deal.InStage), Days(deal.Limit),
                    deal.Amount is { } amount ? FigureText.Money(amount) : FigureText.Nothing,
                    .. dimensions.Select((_, i) => TextWidth.OneLine(report.Segment(deal, i))),
                ]),
            ]);
    }

    private static TableBlock Limits(StalledDeals stalled) => new(
        ["Stage", "Visits ended", "Limit", "95 % interval"],
        [false, true, true, true],
        [
            .. stalled.Limits.Select(static limit => (IReadOnlyList<string>)
            [
                TextWidth.OneLine(limit.Stage.Label), FigureText.Count(limit.Limit.N),
                limit.Limit.Value is null ? $"none: {limit.Limit.Reason}" : FigureText.Duration(limit.Limit.Value),
                limit.Limit.Value is null ? FigureText.Nothing : $"{FigureText.Duration(limit.Limit.Low)} – {(limit.Limit.High is { } high ? FigureText.Duration(high) : "not reached")}",
            ]),
        ]);

    private static TableBlock Ages(StalledDeals stalled) => new(
        ["Age", "Open deals", "Amount"],
        [false, true, true],
        [
            .. stalled.Ages.Select(static band => (IReadOnlyList<string>)
            [
                band.ToDays is { } to ? string.Create(CultureInfo.InvariantCulture, $"up to {to:0.0} days") : string.Create(CultureInfo.InvariantCulture, $"over {band.FromDays:0.0} days"),
                FigureText.Count(band.Deals), FigureText.Money(band.Amount),
            ]),
        ]);

    private static string Days(TimeSpan time) => FigureText.Duration((decimal)time.Ticks / TimeSpan.TicksPerSecond);
}
