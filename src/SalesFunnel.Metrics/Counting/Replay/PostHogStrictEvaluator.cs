namespace SalesFunnel.Metrics;

/// <summary>PostHog's funnels in strict order: after each event all levels that it does not match are cleared, also by events that match nothing. So a repetition of the last step breaks nothing. It retries for ever.</summary>
internal sealed class PostHogStrictEvaluator(SequenceDefinition definition, SequenceOptions options) : PostHogOrderedEvaluator(definition, options)
{
    protected override bool CountsForeignEvents => true;

    protected override void AfterEvent(ulong steps)
    {
        for (int level = 1; level <= Steps; level++)
        {
            if ((steps >> (level - 1) & 1) == 0)
                (Levels.IsSet[level], Levels.IsExcluded[level]) = (false, false);
        }
    }
}
