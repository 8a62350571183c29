using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>What makes a sequence invalid; one sentence an error.</summary>
internal static class SequenceChecks
{
    public static IEnumerable<string> Steps(string? name, IReadOnlyList<SequenceStep> steps)
    {
        if (string.IsNullOrWhiteSpace(name))
            yield return "The sequence has no name. Give Create(…) a name that reports can print.";
        if (steps.Count is 0 or > SequenceDefinition.MaxSteps)
            yield return $"The sequence has {Text(steps.Count)} steps; 1 to {Text(SequenceDefinition.MaxSteps)} are allowed.";
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (SequenceStep step in steps)
        {
            string where = $"Step {Text(step.Index + 1)}";
            if (string.IsNullOrWhiteSpace(step.Name))
                yield return $"{where} has an empty name. Give every step a name.";
            else if (!seen.TryAdd(step.Name, step.Index + 1))
                yield return $"{where} has the name '{step.Name}' of step {Text(seen[step.Name])}. Names are unique; give the events that do a step apart from its name.";
            foreach (string e in step.Events)
            {
                if (string.IsNullOrEmpty(e))
                    yield return $"{where} accepts an event without a name. Name every event.";
            }

            if (step.Index == 0 && (step.FollowsDirectly || step.MinGap != default || step.MaxGap is not null))
                yield return "The first step has no step before it: ThenDirectly and Gap belong to later steps.";
            if (step.MinGap < TimeSpan.Zero || step.MaxGap < step.MinGap)
                yield return $"{where} allows gaps from {step.MinGap} to {step.MaxGap}. The shortest gap is not negative, and not longer than the longest.";
            if (step.IsOptional && (step.Index == 0 || step.Index == steps.Count - 1))
                yield return $"{where} is optional. The first and the last step are mandatory.";
        }
    }

    public static IEnumerable<string> Exclusion(SequenceExclusion exclusion, string from, string to)
    {
        if (exclusion.Events.Count == 0 || exclusion.Events.Any(string.IsNullOrEmpty))
            yield return $"The exclusion between '{from}' and '{to}' names no event, or one without a name.";
        if (exclusion.From < 0 || exclusion.To < 0)
            yield return $"The exclusion between '{from}' and '{to}' names a step that the sequence does not have.";
        else if (exclusion.From >= exclusion.To)
            yield return $"The exclusion from '{from}' to '{to}' ends where it starts, or before. Name an earlier and a later step.";
    }

    public static IEnumerable<string> Rules(IReadOnlyList<SequenceStep> steps, List<SequenceExclusion> exclusions, TimeSpan window, SequenceRules rules)
    {
        if (window < TimeSpan.Zero)
            yield return $"The window is {window}. A window is not negative; zero demands equal times.";
        if (exclusions.Count > SequenceDefinition.MaxExclusions)
            yield return $"There are {Text(exclusions.Count)} exclusions; at most {Text(SequenceDefinition.MaxExclusions)} are allowed.";
        int names = steps.SelectMany(static s => s.Events).Concat(exclusions.SelectMany(static e => e.Events)).Where(static e => e != SequenceStep.AnyEvent).Distinct(StringComparer.Ordinal).Count();
        if (names > SequenceDefinition.MaxEventNames)
            yield return $"Steps and exclusions name {Text(names)} different events; at most {Text(SequenceDefinition.MaxEventNames)} are allowed. Map events that are never told apart to one name.";
        if (!Enum.IsDefined(rules.Ties) || !Enum.IsDefined(rules.Reuse) || !Enum.IsDefined(rules.Order) || !Enum.IsDefined(rules.Between)
            || !Enum.IsDefined(rules.Exclusions) || !Enum.IsDefined(rules.Attempts) || !Enum.IsDefined(rules.Unit))
            yield return "A rule is not a member of its enumeration.";
        foreach (string refused in SequenceOptionPairs.Refused(steps, exclusions, rules))
            yield return refused;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
