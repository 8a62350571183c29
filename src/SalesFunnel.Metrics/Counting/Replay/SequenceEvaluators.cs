namespace SalesFunnel.Metrics;

/// <summary>Who evaluates which sequence. An evaluator keeps its working memory and serves one thread.</summary>
internal static class SequenceEvaluators
{
    public static ISequenceEvaluator For(SequenceDefinition definition, SequenceOptions options) => definition.Rules.Dialect switch
    {
        _ => throw new NotSupportedException($"No evaluator follows the rules of '{definition.Name}'."),
    };
}
