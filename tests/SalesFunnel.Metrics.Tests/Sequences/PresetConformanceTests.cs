using System.Text.Json;

namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>The presets answer as ClickHouse, PostHog, Doris and StarRocks do in their own tests, and as a real ClickHouse did on random input.</summary>
public class PresetConformanceTests
{
    public static TheoryData<string> WithLevels => ConformanceCases.TranscribedWith(static c => c.Expect.TryGetProperty("level", out _));

    public static TheoryData<string> WithCounts => ConformanceCases.TranscribedWith(static c => c.Expect.TryGetProperty("counts", out _));

    public static TheoryData<string> OtherInClickHouse => ConformanceCases.TranscribedWith(static c => c.Expect.TryGetProperty("clickhouse_level", out _));

    public static TheoryData<string> WithBreakdown => ConformanceCases.TranscribedWith(static c => c.Expect.TryGetProperty("breakdown", out _));

    public static TheoryData<string> Errors => ConformanceCases.TranscribedWith(static c => c.Kind == "error");

    public static TheoryData<string> RandomModes => [.. ConformanceCases.AnsweredByClickHouse.Select(static c => c.Mode).Distinct()];

    [Theory]
    [MemberData(nameof(WithLevels))]
    public void Levels_are_those_that_the_system_gives(string id)
    {
        ConformanceCase c = ConformanceCases.Transcribed[id];
        Assert.Empty(WrongLevels(c, c.Preset(), "level"));
    }

    [Theory]
    [MemberData(nameof(WithCounts))]
    public void Counts_are_those_that_the_system_gives(string id)
    {
        ConformanceCase c = ConformanceCases.Transcribed[id];
        SequenceDefinition definition = c.Define(c.Preset());
        Assert.Equal(Longs(c.Expect.GetProperty("counts")), ReplayRun.Counts(ReplayRun.Count(definition, c.Events(definition))));
    }

    [Theory]
    [MemberData(nameof(OtherInClickHouse))]
    public void ClickHouse_answers_cases_of_others_in_its_own_way(string id)
    {
        ConformanceCase c = ConformanceCases.Transcribed[id];
        Assert.Empty(WrongLevels(c, c.NearestOfClickHouse(), "clickhouse_level"));
        Assert.NotEmpty(WrongLevels(c, c.Preset(), "clickhouse_level"));
    }

    [Theory]
    [MemberData(nameof(RandomModes))]
    public void Random_input_gives_the_levels_of_a_real_ClickHouse(string mode)
    {
        ConformanceCase[] cases = [.. ConformanceCases.AnsweredByClickHouse.Where(c => c.Mode == mode)];
        Assert.InRange(cases.Length, 30, 60);
        Assert.Empty(cases.SelectMany(static c => WrongLevels(c, c.Preset(), "level")));
    }

    [Theory]
    [MemberData(nameof(WithBreakdown))]
    public void Entities_count_under_the_values_that_the_system_attributes(string id)
    {
        ConformanceCase c = ConformanceCases.Transcribed[id];
        SequenceDefinition definition = c.Define(c.Preset());
        JsonElement breakdown = c.Property("breakdown")!.Value;
        SequenceBreakdown attribution = breakdown.GetProperty("attribution").GetString() switch
        {
            "first_touch" => new SequenceBreakdown(BreakdownKind.FirstTouch),
            "last_touch" => new SequenceBreakdown(BreakdownKind.LastTouch),
            "all_events" => new SequenceBreakdown(BreakdownKind.AllEvents),
            { } step => new SequenceBreakdown(BreakdownKind.Step, step[^1] - '0'),
            _ => throw new InvalidOperationException(id),
        };
        SequenceSnapshot all = ReplayRun.Count(definition, c.Events(definition, breakdown.GetProperty("prop").GetString()), new SequenceOptions { Resolution = TimeResolution.Second, Detail = SequenceDetail.Chains, Breakdown = attribution });
        var found = all.Chains!.GroupBy(static chain => chain.Segment).ToDictionary(
            g => c.ValueName(g.Key),
            g => Enumerable.Range(0, definition.Steps.Count).Select(step => g.LongCount(chain => (chain.StepsDone >> step & 1) != 0)).ToArray(),
            StringComparer.Ordinal);
        Assert.Equal(c.Expect.GetProperty("breakdown").EnumerateObject().ToDictionary(static p => p.Name, static p => Longs(p.Value), StringComparer.Ordinal), found);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Definitions_that_the_system_rejects_are_refused(string id)
    {
        ConformanceCase c = ConformanceCases.Transcribed[id];
        Assert.Throws<FunnelDefinitionException>(() => c.Define(c.Preset()));
    }

    private static List<string> WrongLevels(ConformanceCase c, SequenceRules rules, string field)
    {
        SequenceDefinition definition = c.Define(rules);
        Dictionary<long, int> levels = ReplayRun.Levels(ReplayRun.Count(definition, c.Events(definition)));
        return
        [
            .. from expected in c.Expect.GetProperty(field).EnumerateObject()
               let found = levels.GetValueOrDefault(c.IdOf(expected.Name))
               where found != expected.Value.GetInt32()
               select $"{c.Id}: {expected.Name} is at {found}, expected {expected.Value}",
        ];
    }

    private static long[] Longs(JsonElement array) => [.. array.EnumerateArray().Select(static e => e.GetInt64())];
}
