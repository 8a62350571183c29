namespace SalesFunnel.Metrics;

/// <summary>Which options may stand together; the table in docs/semantics.md.</summary>
internal static class SequenceOptionPairs
{
    public static IEnumerable<string> Refused(IReadOnlyList<SequenceStep> steps, IReadOnlyList<SequenceExclusion> exclusions, SequenceRules rules)
    {
        bool anyOrder = rules.Order == StepOrder.Any;
        if (steps.Any(static s => s.IsAnchored) && !anyOrder)
            yield return "A step is anchored, but steps are done in the given order anyway. Remove Anchored(), or allow any order by StepOrder.Any.";
        if (rules.Dialect != SequenceDialect.Own)
        {
            bool isPostHog = rules.Dialect == SequenceDialect.PostHog;
            if (rules != (new SequenceRules { Dialect = rules.Dialect, DialectMode = rules.DialectMode }))
                yield return "A preset of another system is combined with an own option. Take the preset alone, or own rules.";
            if (steps.Any(static s => s.FollowsDirectly || s.MinGap != default || s.MaxGap is not null))
                yield return "A preset of another system has no direct steps and no gaps. Use own rules for them.";
            if (!isPostHog && (exclusions.Count > 0 || steps.Any(static s => s.IsOptional)))
                yield return "Only PostHog's preset has exclusions and optional steps. Use own rules for them.";
            if (isPostHog && rules.DialectMode == (int)PostHogOrder.Unordered)
            {
                if (exclusions.Any(e => e.From != 0 || e.To != steps.Count - 1))
                    yield return "PostHog's unordered funnels exclude events from the first to the last step only. Name these two, or use own rules.";
                if (steps.Any(static s => s.IsOptional))
                    yield return "PostHog's unordered funnels have no optional steps. Use own rules for them.";
            }
        }
    }
}
