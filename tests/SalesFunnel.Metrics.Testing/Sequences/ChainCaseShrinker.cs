namespace SalesFunnel.Metrics.Testing;

internal static class ChainCaseShrinker
{
    /// <summary>Simpler cases: fewer events first, then fewer options, then plainer events. Definitions that the builder refuses are left out.</summary>
    public static IEnumerable<ChainCase> Shrink(ChainCase input) => FewerRows(input).Concat(FewerOptions(input).Where(IsValid)).Concat(PlainerRows(input));

    private static IEnumerable<ChainCase> FewerRows(ChainCase input) =>
        Enumerable.Range(0, input.Rows.Count).Select(i => input with { Rows = [.. input.Rows.Where((_, j) => j != i)] });

    private static IEnumerable<ChainCase> FewerOptions(ChainCase input)
    {
        var plain = new SequenceRules();
        SequenceRules rules = input.Rules;
        SequenceRules[] simpler =
        [
            rules with { Ties = plain.Ties }, rules with { Reuse = plain.Reuse }, rules with { Between = plain.Between }, rules with { Exclusions = plain.Exclusions },
            rules with { Attempts = plain.Attempts }, rules with { Unit = plain.Unit },
        ];
        foreach (SequenceRules other in simpler.Where(r => r != rules))
            yield return input with { Rules = other };
        if (input.Breakdown.Kind != BreakdownKind.None)
            yield return input with { Breakdown = default };
        for (int i = 0; i < input.Exclusions.Count; i++)
        {
            if (i == input.Exclusions.Count - 1)
                yield return input with { Exclusions = [.. input.Exclusions.Take(i)], Rows = [.. input.Rows.Select(r => r with { Exclusions = r.Exclusions & ((1UL << i) - 1) })] };
        }

        for (int i = 0; i < input.Steps.Count; i++)
        {
            int place = i;
            if (input.Steps[i] != new StepSpec())
                yield return input with { Steps = [.. input.Steps.Select((s, j) => j == place ? new StepSpec() : s)] };
        }

        if (input.OpenFor > 0)
            yield return input with { OpenFor = 0 };
    }

    private static IEnumerable<ChainCase> PlainerRows(ChainCase input)
    {
        for (int i = 0; i < input.Rows.Count; i++)
        {
            ChainRow row = input.Rows[i];
            for (ulong rest = row.Steps; rest != 0; rest &= rest - 1)
                yield return Replace(input, i, row with { Steps = row.Steps & ~(rest & (0 - rest)) });
            if (row.Exclusions != 0)
                yield return Replace(input, i, row with { Exclusions = 0 });
            if (i > 0 && row.At > input.Rows[i - 1].At)
                yield return input with { Rows = [.. input.Rows.Select((r, j) => j < i ? r : r with { At = r.At - 1 })] };
        }
    }

    private static ChainCase Replace(ChainCase input, int index, ChainRow row) => input with { Rows = [.. input.Rows.Select((r, j) => j == index ? row : r)] };

    private static bool IsValid(ChainCase input)
    {
        try
        {
            input.Definition();
            return true;
        }
        catch (FunnelDefinitionException)
        {
            return false;
        }
    }
}
