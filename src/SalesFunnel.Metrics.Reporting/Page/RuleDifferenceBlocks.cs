using System.Globalization;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>Lays out why two rules differ: the figures side by side, then the deals behind the difference, clause by clause.</summary>
internal static class RuleDifferenceBlocks
{
    public static IEnumerable<Block> Of(PageSource source, RuleDifference difference)
    {
        FunnelDefinition definition = difference.A.Definition;
        yield return new ListBlock([Meaning("A", difference.A.Rule), Meaning("B", difference.B.Rule)]);
        yield return new HeadingBlock("Figures");
        yield return new TableBlock(["Figure", "A", "B", "B − A"], [false, true, true, true], Figures(difference));
        yield return new HeadingBlock("Why");
        if (difference.Steps.Count == 0)
        {
            yield return new ParagraphBlock("The two rules differ by name only: they count the same.");
            yield break;
        }

        foreach (RuleDifferenceStep step in difference.Steps)
        {
            yield return new ParagraphBlock(Sentence(step));
            if (step.Groups.Count > 0)
            {
                yield return new TableBlock(
                    ["Deals", "Each of them", "Effect", "For example"],
                    [true, false, false, false],
                    [.. step.Groups.Select(g => (IReadOnlyList<string>)[FigureText.Count(g.Deals), TextWidth.OneLine(g.Reason), Effect(g, definition), Examples(g, source)])]);
            }
        }

        yield return new ParagraphBlock("The effects are changes of counts from A to B and add up to B − A exactly. \"A → B\" of two stages is an effect on those that the rate between them counts as converted.");
        yield return new HeadingBlock("Methods");
        yield return new ListBlock([.. Methods(difference).Select(static m => $"{m.Id}: {m.Text}")]);
    }

    public static IReadOnlyList<MethodNote> Methods(RuleDifference difference)
    {
        string[] ids = [.. new[] { difference.A.Rule, difference.B.Rule }.Select(static r => r.MethodId).Distinct(StringComparer.Ordinal)];
        FunnelRule[] rules = [difference.A.Rule, difference.B.Rule];
        return
        [
            .. ids.Select(id => (Id: id, Rule: rules.First(r => r.MethodId == id))).Select(static m => new MethodNote(
                m.Id, $"{m.Rule.Meaning} {(m.Rule.Anchor != PeriodAnchor.EnteredStage && IsProportion(m.Rule) ? "Interval of a rate: Wilson score, 95 %." : "A rate is a ratio of two counts and no proportion, so it has no interval.")}")),
            new MethodNote(RuleDifference.MethodId, "From A to B one clause of the rule after the other; the effect of each is the sum over the deals of the change of their counts. Where clauses interact, what each contributes depends on their order; the sum does not."),
        ];
    }

    public static string ClauseText(RuleDifferenceStep step) => step.Clause switch
    {
        RuleClause.Population => "Which deals are taken",
        RuleClause.Period => "Which date must fall into which period",
        RuleClause.Unit => "What is counted as one",
        _ => "When a deal counts at a stage",
    };

    private static bool IsProportion(FunnelRule rule) => rule.Counting is StageCounting.Reached or StageCounting.Strict or StageCounting.OpenFunnel or StageCounting.AdjacentMoves;

    private static string Meaning(string letter, FunnelRule rule) =>
        $"{letter} = {TextWidth.OneLine(rule.Name)}. {rule.Meaning}{(rule.Source is { } vendor ? $" Source: {vendor}." : string.Empty)}";

    private static List<IReadOnlyList<string>> Figures(RuleDifference difference)
    {
        IReadOnlyList<Stage> stages = difference.A.Definition.Stages;
        var rows = new List<IReadOnlyList<string>> { Row("Taken", difference.A.Taken, difference.B.Taken) };
        for (int stage = 0; stage < stages.Count; stage++)
            rows.Add(Row(Label(stages[stage]), difference.A.Counts[stage], difference.B.Counts[stage]));
        for (int stage = 0; stage + 1 < stages.Count; stage++)
            rows.Add(Row($"{Label(stages[stage])} → {Label(stages[stage + 1])}", difference.A.Rate(stage, stage + 1), difference.B.Rate(stage, stage + 1)));
        rows.Add(Row("Overall", difference.A.Overall(), difference.B.Overall()));
        return rows;
    }

    private static string[] Row(string name, long a, long b) => [name, FigureText.Count(a), FigureText.Count(b), a == b ? "0" : Signed(b - a)];

    private static string[] Row(string name, MetricValue a, MetricValue b) =>
    [
        name, FigureText.Percent(a), FigureText.Percent(b),
        (a.Value, b.Value) is ({ } before, { } after) ? string.Create(CultureInfo.InvariantCulture, $"{(after - before) * 100:+0.0;−0.0;0.0} points") : FigureText.Nothing,
    ];

    private static string Sentence(RuleDifferenceStep step)
    {
        string deals = step.Deals == 1 ? "1 deal counts" : $"{FigureText.Count(step.Deals)} deals count";
        return step.Groups.Count == 0 ? $"{ClauseText(step)}: the rules differ, but no deal counts differently because of it." : $"{ClauseText(step)}: {deals} differently.";
    }

    private static string Effect(RuleDifferenceGroup group, FunnelDefinition definition)
    {
        var parts = new List<string>();
        for (int stage = 0; stage < group.CountEffects.Count; stage++)
        {
            if (group.CountEffects[stage] != 0)
                parts.Add($"{Label(definition.Stages[stage])} {Signed(group.CountEffects[stage])}");
        }

        if (parts.Count == 0 && group.TakenEffect != 0)
            parts.Add($"taken {Signed(group.TakenEffect)}");
        for (int stage = 0; stage < group.ConvertedEffects.Count && parts.Count == 0; stage++)
        {
            if (group.ConvertedEffects[stage] != 0)
                parts.Add($"{Label(definition.Stages[stage])} → {Label(definition.Stages[stage + 1])} {Signed(group.ConvertedEffects[stage])}");
        }

        return parts.Count == 0 ? "0 together" : string.Join(", ", parts);
    }

    private static string Examples(RuleDifferenceGroup group, PageSource source)
    {
        string[] ids = [.. group.Samples.Take(3).Select(id => TextWidth.OneLine(source.DealId(id)))];
        return group.Deals > ids.Length ? $"{string.Join(", ", ids)}, …" : string.Join(", ", ids);
    }

    private static string Label(Stage stage) => TextWidth.OneLine(stage.Label);

    private static string Signed(long value) => value.ToString("+#,0;−#,0", CultureInfo.InvariantCulture);
}
