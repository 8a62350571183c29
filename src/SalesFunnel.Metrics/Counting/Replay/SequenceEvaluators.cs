namespace SalesFunnel.Metrics;

/// <summary>Who evaluates which sequence. An evaluator keeps its working memory and serves one thread.</summary>
internal static class SequenceEvaluators
{
    /// <summary>Finds the evaluator of a definition and its rules.</summary>
    /// <exception cref="ArgumentException">Window or a gap is not a whole number of the resolution.</exception>
    public static ISequenceEvaluator For(SequenceDefinition definition, SequenceOptions options)
    {
        ISequenceEvaluator evaluator = definition.Rules switch
        {
            { Dialect: SequenceDialect.Own, Order: StepOrder.Given } => new DefinitionEvaluator(definition, options.Resolution),
            { Dialect: SequenceDialect.Own } => new AnyOrderEvaluator(definition, options.Resolution),
            _ => throw new NotSupportedException($"No evaluator follows the rules of '{definition.Name}'."),
        };
        return options.Breakdown.Kind == BreakdownKind.None ? evaluator : new BreakdownEvaluator(evaluator, options.Breakdown, definition.Steps.Count);
    }
}
