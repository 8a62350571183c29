using SalesFunnel.Metrics.Testing.Oracles;

namespace SalesFunnel.Metrics.Testing;

/// <summary>The evaluator beside the oracle.</summary>
public static class SequenceComparison
{
    /// <summary>Says how the evaluator differs from the oracle, or null.</summary>
    public static string? Difference(ChainCase input)
    {
        string expected = Text(SequenceOracle.Outcomes(input));
        string actual = Text(Evaluate(input));
        return expected == actual ? null : $"{input}\nexpected {expected}\nfound    {actual}";
    }

    /// <summary>The chains that the library finds.</summary>
    public static IReadOnlyList<OracleOutcome> Evaluate(ChainCase input)
    {
        SequenceDefinition definition = input.Definition();
        ISequenceEvaluator evaluator = SequenceEvaluators.For(definition, new SequenceOptions { Resolution = TimeResolution.Second, Detail = SequenceDetail.Chains, Breakdown = input.Breakdown });
        ReplayEvent[] events = [.. input.Rows.Select(static (r, i) => new ReplayEvent(r.At, i, r.Steps, r.Exclusions, r.Segment))];
        var chains = new SequenceChains(definition.Steps.Count);
        evaluator.Evaluate(7, events, input.AsOf, chains);
        return [.. chains.Select(c => new OracleOutcome([.. Enumerable.Range(0, definition.Steps.Count).Select(c.AtOf)], c.Ending, c.Segment))];
    }

    private static string Text(IEnumerable<OracleOutcome> outcomes) => string.Join("; ", outcomes);
}
