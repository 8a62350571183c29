using System.Text.Json;

namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>The definition against what a real ClickHouse answered for the same rows.</summary>
public class DefinitionConformanceTests
{
    [Fact]
    public void The_longest_chain_with_each_event_used_once_is_that_of_ClickHouse() =>
        AllEqual(static c => c.Expect.GetProperty("longest_once"), static _ => true, new SequenceRules());

    [Fact]
    public void The_longest_chain_of_increasing_times_is_that_of_ClickHouse() =>
        AllEqual(static c => c.Expect.GetProperty("longest_once_increase"), static _ => true, new SequenceRules { Ties = EventTies.Strict });

    [Fact]
    public void With_reuse_the_longest_chain_is_that_of_ClickHouse_by_default() =>
        AllEqual(static c => c.Expect.GetProperty("level"), static c => c.Mode == "ordered", new SequenceRules { Reuse = EventReuse.Allow });

    [Fact]
    public void Increasing_times_give_the_exact_level_where_ClickHouse_gives_less()
    {
        static JsonElement Exact(ConformanceCase c) => c.Expect.TryGetProperty("exact_level", out JsonElement exact) ? exact : c.Expect.GetProperty("level");
        AllEqual(Exact, static c => c.Mode == "strict_increase" && c.Expect.TryGetProperty("exact_level", out _), new SequenceRules { Ties = EventTies.Strict });
    }

    [Fact]
    public void With_steps_that_share_no_event_levels_and_times_are_those_of_PostHog_ordered()
    {
        ConformanceCase[] cases = [.. ConformanceCases.Transcribed.Values.Where(static c => c is { Mode: "posthog_ordered", Kind: "steps" } && IsPlain(c))];
        Assert.True(cases.Length >= 10, $"Only {cases.Length} cases were found.");
        int times = 0;
        foreach (ConformanceCase input in cases)
        {
            SequenceDefinition definition = input.Define(new SequenceRules());
            SequenceSnapshot counted = ReplayRun.Count(definition, input.Events(definition));
            if (input.Expect.TryGetProperty("counts", out JsonElement counts))
                Assert.Equal(counts.EnumerateArray().Select(static n => n.GetInt64()), definition.Steps.Select(s => counted.Reached(s.Index)));
            if (!input.Expect.TryGetProperty("avg_times", out JsonElement means))
                continue;
            foreach ((JsonElement mean, int step) in means.EnumerateArray().Select(static (m, i) => (m, i)).Where(static x => x.m.ValueKind == JsonValueKind.Number))
            {
                times++;
                Assert.Equal(mean.GetDouble(), counted.Chains!.Where(c => c.Level > step).Average(c => (double)(c.AtOf(step) - c.AtOf(step - 1))!), 9);
            }
        }

        Assert.True(times > 0, "No time was compared.");
    }

    private static bool IsPlain(ConformanceCase input)
    {
        SequenceDefinition definition = input.Define(SequenceRules.PostHog());
        return definition.Exclusions.Count == 0 && !definition.Steps.Any(static s => s.IsOptional)
            && Enumerable.Range(0, 256).All(type => System.Numerics.BitOperations.PopCount(definition.StepsOf((byte)type)) <= 1);
    }

    private static void AllEqual(Func<ConformanceCase, JsonElement> expectation, Func<ConformanceCase, bool> which, SequenceRules rules)
    {
        int entities = 0;
        foreach (ConformanceCase input in ConformanceCases.AnsweredByClickHouse.Where(which))
        {
            SequenceDefinition definition = input.Define(rules);
            SequenceSnapshot counted = ReplayRun.Count(definition, input.Events(definition));
            Dictionary<long, int> levels = counted.Chains!.ToDictionary(static c => c.Entity, static c => c.Level);
            foreach (JsonProperty expected in expectation(input).EnumerateObject())
            {
                entities++;
                int level = levels.GetValueOrDefault(input.IdOf(expected.Name));
                Assert.True(expected.Value.GetInt32() == level, $"{input.Id}, {expected.Name}: expected {expected.Value}, found {level}.");
            }
        }

        Assert.True(entities >= 40, $"Only {entities} entities were compared.");
    }
}
