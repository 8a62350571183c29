using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>Reasons of losses by stage, the most frequent first.</summary>
internal static class LossTable
{
    private const int Shown = 12;

    /// <returns>The blocks; none when no lost deal has a reason.</returns>
    public static IEnumerable<Block> Of(FunnelReport report)
    {
        LossReasons losses = report.Losses;
        if (losses.Lost == losses.WithoutReason)
            yield break;
        Stage[] stages = [.. report.Definition.Stages.Take(report.Definition.OpenStageCount)];
        var byStage = losses.Rows.ToDictionary(static row => (row.Reason, row.Stage));
        yield return new HeadingBlock("Why deals are lost");
        yield return new TableBlock(
            ["Reason", "Deals", "Up to here", "Value", .. stages.Select(static stage => TextWidth.OneLine($"from {stage.Label}"))],
            [false, true, true, true, .. stages.Select(static _ => true)],
            [
                .. losses.ByReason.Take(Shown).Select(row => (IReadOnlyList<string>)
                [
                    TextWidth.Cut(TextWidth.OneLine(report.LossReason(row.Reason)), 30), FigureText.Count(row.Deals), FigureText.Percent(row.CumulativeShare), FigureText.Money(row.Amount),
                    .. stages.Select((_, stage) => byStage.TryGetValue((row.Reason, stage), out LossReasonRow at) ? FigureText.Count(at.Deals) : FigureText.Nothing),
                ]),
            ]);
        if (losses.ByReason.Count > Shown)
            yield return new ParagraphBlock($"The {Shown} most frequent of {losses.ByReason.Count} reasons.");
        if (losses.WithoutReason > 0)
            yield return new ParagraphBlock($"{FigureText.Count(losses.WithoutReason)} of {FigureText.Count(losses.Lost)} lost deals have no reason ({FigureText.Percent((double)losses.WithoutReason / losses.Lost)}).");
    }
}
