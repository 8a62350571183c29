using System.Globalization;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The section that says in words where deals are lost or stuck, and what it costs.</summary>
internal static class LeakPage
{
    private const int MostSteps = 3;

    public static IEnumerable<Block> Of(FunnelReport report)
    {
        var lines = new List<string>();
        BottleneckReport leaks = report.Bottlenecks;
        Bottleneck[] worse = [.. leaks.ByMoney.Where(static row => row.Gap is { Estimate: > 0 }).Take(MostSteps)];
        if (worse.Length == 0 && leaks.Tested > 0)
            lines.Add($"No step of the deals that entered since {Date(report, leaks.Since!.Value)} converts worse than before ({leaks.Tested} compared).");
        lines.AddRange(worse.Select(row => Sentence(report, row)));
        lines.Add(Lost(report));
        lines.Add(Waiting(report));
        lines.RemoveAll(static line => line.Length == 0);
        if (lines.Count == 0)
            yield break;
        yield return new HeadingBlock("Where it leaks");
        yield return new ListBlock(lines);
        if (worse.Length > 0)
            yield return new ParagraphBlock($"Money = deals × (rate before − rate now) × what a deal that goes on brings on average. In the order of what is left of it when chance is allowed for, not of the lowest rate; chance is judged over all {leaks.Tested} steps compared.");
    }

    private static string Sentence(FunnelReport report, Bottleneck row)
    {
        string compared = $"of {FigureText.Count(row.N)} decided deals that entered since {Date(report, report.Bottlenecks.Since!.Value)}, {FigureText.Percent(row.Rate.Value)} went on; before, {FigureText.Percent(row.Reference!.Value.Estimate)}.";
        string cost = row.Money is { Value: { } money, Low: { } low, High: { } high }
            ? $" The difference is worth {Rounded(money)} in revenue (95 %: {Rounded(low)} to {Rounded(high)})."
            : " What it costs is not known without amounts.";
        string verdict = row.PValue is null ? " Too many are still open to judge." : row.IsSignificant ? " More than chance." : " Chance cannot be excluded.";
        return $"{StepName(report, row.Stage)}: {compared}{cost}{verdict}";
    }

    // By amounts where lost deals have them, else by number.
    private static string Lost(FunnelReport report)
    {
        LostValue? most = report.Bottlenecks.ByLostValue is [var first, ..] ? first : null;
        if (most is { Amount: > 0 })
            return $"Most value was lost at {Name(report, most.Stage)}: {FigureText.Money(most.Amount)} in {FigureText.Count(most.Priced)} lost deals{(most.Priced < most.Deals ? $"; {FigureText.Count(most.Deals - most.Priced)} more have no amount" : string.Empty)}.";
        StageFigures? leak = report.Total.Stages.Where(static s => s.Open is { LostAtFurthest: > 0 }).MaxBy(static s => s.Open!.LostAtFurthest);
        return leak?.Open is { } lost
            ? $"Most deals are lost at {TextWidth.OneLine(leak.Stage.Label)}: {FigureText.Count(lost.LostAtFurthest)} of {FigureText.Count(lost.Churn.Reached)} that reached it ({FigureText.Percent(lost.Churn.Value)})."
            : string.Empty;
    }

    // Deals that wait too long now, else where deals stay longest.
    private static string Waiting(FunnelReport report)
    {
        StageWait? longest = report.Bottlenecks.ByQueueTime is [var first, ..] ? first : null;
        if (longest is { Stalled: > 0, LimitDays: { } limit })
        {
            string value = longest.StalledPriced > 0 ? $", worth {FigureText.Money(longest.StalledAmount)}" : string.Empty;
            return string.Create(CultureInfo.InvariantCulture, $"The longest queue is at {Name(report, longest.Stage)}: {longest.Stalled:N0} of {longest.Open:N0} open deals are there for longer than {limit:0.0} d, by which four of five have left, {longest.QueueDays / longest.Stalled:0.0} d longer on average{value}.");
        }

        StageFigures? slow = report.Total.Stages.Where(static s => s.Open?.Time.MeanSeconds > 0).MaxBy(static s => s.Open!.Time.MeanSeconds);
        return slow?.Open is { } time
            ? $"Deals stay longest in {TextWidth.OneLine(slow.Stage.Label)}: {FigureText.Duration(time.Time.MeanSeconds)} on average, half of them at most {FigureText.Duration(time.MedianSeconds)}."
            : string.Empty;
    }

    private static string Name(FunnelReport report, int stage) => TextWidth.OneLine(report.Definition.Stages[stage].Label);

    private static string StepName(FunnelReport report, int stage) => $"{Name(report, stage)} → {Name(report, stage + 1)}";

    private static string Rounded(decimal money) => decimal.Round(money, 0).ToString("#,0;−#,0;0", CultureInfo.InvariantCulture);

    private static string Date(FunnelReport report, DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, report.Options.Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
