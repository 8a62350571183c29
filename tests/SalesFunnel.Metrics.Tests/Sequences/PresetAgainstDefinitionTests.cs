namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>Where the rules of another system come to the definition, they give its levels on the same random input; where they are greedy, never more.</summary>
public class PresetAgainstDefinitionTests
{
    [Fact]
    public void StrictOnce_gives_the_longest_chain_with_every_event_used_once()
    {
        foreach ((ClickHouseModes modes, string field) in ((ClickHouseModes, string)[])[(ClickHouseModes.StrictOnce, "longest_once"), (ClickHouseModes.StrictOnce | ClickHouseModes.StrictIncrease, "longest_once_increase")])
        {
            foreach (ConformanceCase c in ConformanceCases.AnsweredByClickHouse)
                Assert.Equal((c.Id, Expected(c, field)), (c.Id, Levels(c, SequenceRules.ClickHouse(modes))));
        }
    }

    [Fact]
    public void PostHog_gives_the_longest_chain_of_disjoint_steps_and_never_a_longer_one() =>
        Compare(SequenceRules.PostHog(), static c => Expected(c, "longest_once"));

    [Fact]
    public void PostHog_unordered_does_the_most_of_disjoint_steps_and_never_more() =>
        Compare(SequenceRules.PostHog(PostHogOrder.Unordered), static c => Levels(c, new SequenceRules { Order = StepOrder.Any }));

    private static void Compare(SequenceRules preset, Func<ConformanceCase, string> definition)
    {
        (int equal, int less) = (0, 0);
        foreach (ConformanceCase c in ConformanceCases.AnsweredByClickHouse)
        {
            (string found, string longest) = (Levels(c, preset), definition(c));
            bool isDisjoint = c.Property("steps")!.Value.EnumerateArray().SelectMany(static s => s.EnumerateArray()).GroupBy(static e => e.GetString()).All(static g => g.Count() == 1 && g.Key != SequenceStep.AnyEvent);
            if (isDisjoint)
                Assert.Equal((c.Id, longest), (c.Id, found));
            foreach ((string mine, string other) in found.Split(' ').Zip(longest.Split(' ')))
            {
                Assert.True(string.CompareOrdinal(mine, other) <= 0, $"{c.Id}: {found} instead of {longest}"); // entity, then one digit
                equal += mine == other ? 1 : 0;
                less += mine == other ? 0 : 1;
            }
        }

        Assert.InRange(less, 5, equal / 20); // greedy where steps share events, and only there
    }

    private static string Expected(ConformanceCase c, string field) =>
        string.Join(' ', c.Expect.GetProperty(field).EnumerateObject().Select(static p => $"{p.Name}:{p.Value.GetInt32()}").Order(StringComparer.Ordinal));

    private static string Levels(ConformanceCase c, SequenceRules rules)
    {
        SequenceDefinition definition = c.Define(rules);
        Dictionary<long, int> levels = ReplayRun.Levels(ReplayRun.Count(definition, c.Events(definition)));
        return string.Join(' ', c.Expect.GetProperty("longest_once").EnumerateObject().Select(p => $"{p.Name}:{levels.GetValueOrDefault(c.IdOf(p.Name))}").Order(StringComparer.Ordinal));
    }
}
