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
            { Dialect: SequenceDialect.ClickHouse } => new ClickHouseEvaluator(definition, options),
            { Dialect: SequenceDialect.PostHog, DialectMode: (int)PostHogOrder.Strict } => new PostHogStrictEvaluator(definition, options),
            { Dialect: SequenceDialect.PostHog, DialectMode: (int)PostHogOrder.Unordered } => new PostHogUnorderedEvaluator(definition, options),
            { Dialect: SequenceDialect.PostHog } => new PostHogOrderedEvaluator(definition, options),
            { Dialect: SequenceDialect.Doris } => new DorisEvaluator(definition, options),
            { Order: StepOrder.Any } => new AnyOrderEvaluator(definition, options.Resolution),
            _ => new DefinitionEvaluator(definition, options.Resolution),
        };
        bool breaksDownItself = definition.Rules.Dialect != SequenceDialect.Own;
        return breaksDownItself || options.Breakdown.Kind == BreakdownKind.None ? evaluator : new BreakdownEvaluator(evaluator, options.Breakdown, definition.Steps.Count);
    }
}
