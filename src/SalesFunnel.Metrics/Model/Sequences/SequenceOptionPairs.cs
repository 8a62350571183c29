using System.Globalization;
using static SalesFunnel.Metrics.SequenceFeature;

namespace SalesFunnel.Metrics;

/// <summary>Which options may stand together; the table in docs/semantics.md.</summary>
internal static class SequenceOptionPairs
{
    /// <summary>Where some steps are anchored every set of steps is followed by itself: 2^10 of them an event.</summary>
    public const int MaxAnchoredSteps = 10;

    private const string ForAnyOrder = "have no meaning where steps are done in any order";

    private static readonly SequenceFeature[][] Choices = [[TiesInput, TiesStrict], [DropAttempt, DropEntity, EraseAttempt], [FirstEntry, Best]];

    private static readonly Dictionary<(SequenceFeature First, SequenceFeature Second), string> RefusedPairs = new()
    {
        [(TiesStrict, Reuse)] = "Times that increase strictly leave nothing to an event that fills several steps. Forbid reuse, or choose other ties.",
        [(TiesInput, AnyOrder)] = $"Ties in input order {ForAnyOrder}. Leave the ties at Any.",
        [(TiesStrict, AnyOrder)] = $"Strictly increasing times {ForAnyOrder}. Leave the ties at Any.",
        [(Reuse, AnyOrder)] = "In any order an event that fills several steps at once would do them all. Forbid reuse, or let steps be done in the given order.",
        [(AnyOrder, Direct)] = $"Direct steps {ForAnyOrder}: there is no step before. Use Step, or the given order.",
        [(AnyOrder, Gaps)] = $"Gaps {ForAnyOrder}: there is no step before. Remove Gap, or use the given order.",
        [(AnyOrder, DropEntity)] = "In any order an excluded event drops the attempt. Use DropAttempt, or the rules of PostHog.",
        [(AnyOrder, EraseAttempt)] = "In any order an excluded event drops the attempt. Use DropAttempt, or the rules of PostHog, which erase it.",
        [(AnyOrder, Optional)] = $"Optional steps {ForAnyOrder}: any step may come last or not at all. Remove Optional, or use the given order.",
        [(AnyOrder, Totals)] = "Attempts are counted for steps in the given order. Count entities, or use the given order.",
        [(DropEntity, Totals)] = "To drop the entity for one attempt contradicts a count of all its attempts. Use DropAttempt or EraseAttempt, or count entities.",
    };

    public static SequenceSupport Of(SequenceFeature a, SequenceFeature b)
    {
        (SequenceFeature first, SequenceFeature second) = a < b ? (a, b) : (b, a);
        if (a == b)
            return IsStreaming(a) ? SequenceSupport.Streaming : SequenceSupport.Replay;
        if (Choices.Any(choice => choice.Contains(a) && choice.Contains(b)))
            return SequenceSupport.OneChoice;
        if (RefusedPairs.ContainsKey((first, second)) || IsRefusedWithPreset(first, second) || IsAnchorRefused(first, second))
            return SequenceSupport.Refused;
        return IsStreaming(a) && IsStreaming(b) ? SequenceSupport.Streaming : SequenceSupport.Replay;
    }

    public static IEnumerable<string> Refused(IReadOnlyList<SequenceStep> steps, IReadOnlyList<SequenceExclusion> exclusions, SequenceRules rules)
    {
        HashSet<SequenceFeature> features = [.. Features(steps, exclusions, rules)];
        foreach (((SequenceFeature first, SequenceFeature second), string why) in RefusedPairs)
        {
            if (features.Contains(first) && features.Contains(second))
                yield return why;
        }

        IEnumerable<string> others = rules.Dialect == SequenceDialect.Own ? RefusedByPlace(steps, exclusions, rules.Order == StepOrder.Any) : RefusedWithPreset(steps, exclusions, rules);
        foreach (string why in others)
            yield return why;
        if (features.Contains(Anchored) && !features.Contains(AnyOrder))
            yield return "A step is anchored, but steps are done in the given order anyway. Remove Anchored(), or allow any order by StepOrder.Any.";
    }

    // What leaves the level of an entity a matter of the latest start of each level before the current time, and of what comes at that time.
    private static bool IsStreaming(SequenceFeature feature) => feature is TiesInput or TiesStrict or DropAttempt or FirstEntry or Best;

    private static bool IsRefusedWithPreset(SequenceFeature first, SequenceFeature second) => second == Preset && first is not (Breakdown or DropAttempt or Optional);

    // Anchored steps are steps in any order.
    private static bool IsAnchorRefused(SequenceFeature first, SequenceFeature second) =>
        (first == Anchored && Of(AnyOrder, second) == SequenceSupport.Refused) || (second == Anchored && first != AnyOrder && Of(first, AnyOrder) == SequenceSupport.Refused);

    private static IEnumerable<SequenceFeature> Features(IReadOnlyList<SequenceStep> steps, IReadOnlyList<SequenceExclusion> exclusions, SequenceRules rules)
    {
        if (rules.Ties != EventTies.Any)
            yield return rules.Ties == EventTies.Input ? TiesInput : TiesStrict;
        if (rules.Reuse == EventReuse.Allow)
            yield return Reuse;
        if (rules.Order == StepOrder.Any)
            yield return AnyOrder;
        if (steps.Any(static s => s.IsAnchored))
            yield return Anchored;
        if (steps.Any(static s => s.FollowsDirectly))
            yield return Direct;
        if (steps.Any(static s => s.MinGap != default || s.MaxGap is not null))
            yield return Gaps;
        if (exclusions.Count > 0)
            yield return rules.Exclusions switch { ExclusionPolicy.DropAttempt => DropAttempt, ExclusionPolicy.DropEntity => DropEntity, _ => EraseAttempt };
        if (steps.Any(static s => s.IsOptional))
            yield return Optional;
        if (rules.Attempts != AttemptPolicy.LatestStart)
            yield return rules.Attempts == AttemptPolicy.FirstEntry ? FirstEntry : Best;
        if (rules.Unit == SequenceUnit.Attempts)
            yield return Totals;
    }

    private static IEnumerable<string> RefusedByPlace(IReadOnlyList<SequenceStep> steps, IReadOnlyList<SequenceExclusion> exclusions, bool anyOrder)
    {
        foreach (SequenceExclusion exclusion in exclusions)
        {
            if (exclusion.From < 0 || exclusion.To < 0)
                continue; // names a step that does not exist, which is told elsewhere
            if (anyOrder && (exclusion.From != 0 || exclusion.To != steps.Count - 1))
                yield return $"Where steps are done in any order, an exclusion goes from the first step to the last: '{steps[0].Name}' to '{steps[^1].Name}'.";
            if (steps[exclusion.From].IsOptional || steps[exclusion.To].IsOptional)
                yield return $"The exclusion from '{steps[exclusion.From].Name}' to '{steps[exclusion.To].Name}' starts or ends at an optional step, which may be left out. Name mandatory steps.";
        }

        if (steps.Any(static s => s.IsAnchored) && steps.Count > MaxAnchoredSteps)
            yield return string.Create(CultureInfo.InvariantCulture, $"The sequence has anchored steps and {steps.Count} steps; with anchored ones at most {MaxAnchoredSteps} are allowed, as their order costs 2^steps an event.");
    }

    private static IEnumerable<string> RefusedWithPreset(IReadOnlyList<SequenceStep> steps, IReadOnlyList<SequenceExclusion> exclusions, SequenceRules rules)
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
