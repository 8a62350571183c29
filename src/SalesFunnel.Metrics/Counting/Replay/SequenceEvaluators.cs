namespace SalesFunnel.Metrics;

/// <summary>Who evaluates which sequence. An evaluator keeps its working memory and serves one thread.</summary>
internal static class SequenceEvaluators
{
    public static ISequenceEvaluator For(SequenceDefinition definition, SequenceOptions options) => definition.Rules.Dialect switch
    {
        SequenceDialect.ClickHouse => new ClickHouseEvaluator(definition, options),
        SequenceDialect.PostHog => (PostHogOrder)definition.Rules.DialectMode switch
        {
            PostHogOrder.Strict => new PostHogStrictEvaluator(definition, options),
            PostHogOrder.Unordered => new PostHogUnorderedEvaluator(definition, options),
            _ => new PostHogOrderedEvaluator(definition, options),
        },
        SequenceDialect.Doris => new DorisEvaluator(definition, options),
        _ => throw new NotSupportedException($"No evaluator follows the rules of '{definition.Name}'."),
    };
}
