using System.Globalization;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>What changed between two periods, and why.</summary>
internal static class ChangePage
{
    private const int LargestParts = 3;

    public static IEnumerable<Block> Of(ChangeFigures figures)
    {
        FunnelChange change = figures.Change;
        yield return new HeadingBlock($"Compared: deals entered in {figures.Before.Label} and {figures.After.Label}");
        if (change.Before.Leads == 0 || change.After.Leads == 0)
        {
            yield return new ParagraphBlock($"No deal entered in {(change.Before.Leads == 0 ? figures.Before.Label : figures.After.Label)} by the as-of time, so there is nothing to compare.");
            yield break;
        }

        yield return new ListBlock(Sentences(figures));
        yield return Factors(figures);
        yield return new ParagraphBlock($"Parts of the change add up to it ({MethodText(change.Revenue)}). p: probability of such a difference by chance, two-sided, adjusted for the number of steps (Holm).");
        if (Immature(figures) is { Length: > 0 } immature)
            yield return new ParagraphBlock(immature);
        foreach ((string dimension, MixRateDecomposition? mix) in figures.ByDimension)
        {
            if (mix is null || mix.Parts.Count < 2)
                continue;
            yield return new HeadingBlock(TextWidth.OneLine($"Overall conversion by {dimension}: who came, and how they converted"));
            yield return Mix(dimension, mix);
            yield return new ParagraphBlock(MixText(dimension, mix));
        }
    }

    private static List<string> Sentences(ChangeFigures figures)
    {
        FunnelChange change = figures.Change;
        var lines = new List<string>
        {
            $"Revenue of these deals went from {FigureText.Money(change.Before.WonAmount)} to {FigureText.Money(change.After.WonAmount)} ({Signed(change.Revenue.Change)}); won deals from {FigureText.Count(change.Before.Won)} to {FigureText.Count(change.After.Won)}.",
        };
        IEnumerable<ChangePart> largest = change.Revenue.Rounded(2).Where(static p => p.Contribution != 0).OrderByDescending(static p => Math.Abs(p.Contribution)).Take(LargestParts);
        string reasons = string.Join(", ", largest.Select(static p => $"{TextWidth.OneLine(p.Factor.Name)} ({Signed(p.Contribution)})"));
        if (reasons.Length > 0)
            lines.Add($"What weighs most: {reasons}.");
        string[] beyondChance = [.. change.Steps.Where(static s => s.PValue < 0.05).Select(static s => TextWidth.OneLine(s.Name))];
        lines.Add(beyondChance.Length > 0
            ? $"More than chance: {string.Join(", ", beyondChance)}."
            : "No step changed by more than chance can explain.");
        return lines;
    }

    private static TableBlock Factors(ChangeFigures figures)
    {
        FunnelChange change = figures.Change;
        IReadOnlyList<ChangePart> money = change.Revenue.Rounded(2);
        IReadOnlyList<ChangePart> wins = change.Wins.Rounded(1);
        var rows = new List<IReadOnlyList<string>>();
        for (int i = 0; i < change.Revenue.Parts.Count; i++)
        {
            ChangeFactor factor = money[i].Factor;
            StepChange? step = i >= 1 && i <= change.Steps.Count ? change.Steps[i - 1] : null;
            rows.Add(
            [
                TextWidth.OneLine(factor.Name),
                step is null ? Plain(factor.Before, i) : FigureText.Percent(step.Before.Value),
                step is null ? Plain(factor.After, i) : FigureText.Percent(step.After.Value),
                step?.Difference is { } difference ? Points(difference) : FigureText.Nothing,
                step?.PValue is { } p ? PText(p) : FigureText.Nothing,
                i < wins.Count ? Signed(wins[i].Contribution, 1) : FigureText.Nothing,
                Signed(money[i].Contribution),
            ]);
        }

        rows.Add(["Change", string.Empty, string.Empty, string.Empty, string.Empty, Signed(change.Wins.Change, 1), Signed(change.Revenue.Change)]);
        return new TableBlock(
            ["Factor", figures.Before.Label, figures.After.Label, "Difference (95 %)", "p", "Won deals", "Revenue"],
            [false, true, true, true, true, true, true],
            rows);
    }

    private static TableBlock Mix(string dimension, MixRateDecomposition mix) => new(
        [TextWidth.OneLine(dimension), "Leads before", "after", "Won before", "after", "Mix", "Rate"],
        [false, true, true, true, true, true, true],
        [
            .. mix.Parts.Select(static part => (IReadOnlyList<string>)
            [
                TextWidth.OneLine(part.Name), FigureText.Count(part.Before.Cases), FigureText.Count(part.After.Cases), Share(part.Before), Share(part.After), Points(part.Mix), Points(part.Rate),
            ]),
            ["Change", string.Empty, string.Empty, FigureText.Percent(mix.RateBefore), FigureText.Percent(mix.RateAfter), Points(mix.Mix), Points(mix.Rate)],
        ]);

    private static string MixText(string dimension, MixRateDecomposition mix) =>
        $"Of {Points(mix.Change)} points, {Points(mix.Mix)} come from other shares of {TextWidth.OneLine(dimension)} (mix) and {Points(mix.Rate)} from other conversion within them (rate)."
        + (mix.IsSimpsonReversal ? " Note: the total moved against every single one of them (Simpson's paradox); trust the parts." : string.Empty);

    private static string Immature(ChangeFigures figures)
    {
        string[] periods =
        [
            .. new[] { (figures.Before.Label, figures.BeforeFigures), (figures.After.Label, figures.AfterFigures) }
                .Where(static p => p.Item2.OverallConversion.Maturity is { IsImmature: true })
                .Select(static p => $"{p.Label} is immature: {p.Item2.OverallConversion.Maturity!.Value.Reason}; in the end {FigureText.Percent(p.Item2.OverallConversion.Ultimate())} ({FigureText.Limits(p.Item2.OverallConversion.Ultimate())})."),
        ];
        return periods.Length == 0 ? string.Empty : string.Join(' ', periods) + " Part of the difference is then age, not change.";
    }

    private static string MethodText(ChangeDecomposition change) => change.Method switch
    {
        DecompositionMethod.Lmdi when change.Reason is { } reason => $"LMDI does not apply: {reason}",
        DecompositionMethod.Lmdi => "logarithmic mean Divisia index",
        DecompositionMethod.ChainSubstitution => "chain substitution in the order shown, on which they depend",
        _ => "Shapley, no order of the factors matters",
    };

    private static string Plain(decimal value, int index) => index == 0 ? FigureText.Count((long)value) : FigureText.Money(value);

    private static string Share((long Successes, long Cases) part) => part.Cases > 0 ? FigureText.Percent((double)part.Successes / part.Cases) : FigureText.Nothing;

    private static string PText(double p) => p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Points(double share) => (share * 100).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    private static string Points(Statistics.RateInterval difference) =>
        string.Create(CultureInfo.InvariantCulture, $"{difference.Estimate * 100:+0.0;−0.0;0.0} ({difference.Low * 100:+0.0;−0.0;0.0} to {difference.High * 100:+0.0;−0.0;0.0})");

    private static string Signed(decimal value, int decimals = 2) => value.ToString(decimals == 1 ? "+#,0.0;−#,0.0;0.0" : "+#,0.00;−#,0.00;0.00", CultureInfo.InvariantCulture);
}
