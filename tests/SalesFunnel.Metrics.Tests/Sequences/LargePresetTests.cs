namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>An entity with very many events, some at one time, takes time in proportion: seconds would show quadratic work.</summary>
public class LargePresetTests
{
    private const int Count = 100_000;

    public static TheoryData<string> Names => [.. Presets.Keys];

    private static Dictionary<string, SequenceRules> Presets { get; } = new(StringComparer.Ordinal)
    {
        ["ClickHouse"] = SequenceRules.ClickHouse(),
        ["ClickHouse strict_once"] = SequenceRules.ClickHouse(ClickHouseModes.StrictOnce),
        ["ClickHouse strict_once, strict_deduplication"] = SequenceRules.ClickHouse(ClickHouseModes.StrictOnce | ClickHouseModes.StrictDeduplication),
        ["ClickHouse strict_increase"] = SequenceRules.ClickHouse(ClickHouseModes.StrictIncrease),
        ["PostHog"] = SequenceRules.PostHog(),
        ["PostHog strict"] = SequenceRules.PostHog(PostHogOrder.Strict),
        ["PostHog unordered"] = SequenceRules.PostHog(PostHogOrder.Unordered),
        ["Doris"] = SequenceRules.Doris(),
        ["Doris deduplication"] = SequenceRules.Doris(DorisMode.Deduplication),
        ["Doris fixed"] = SequenceRules.Doris(DorisMode.Fixed),
        ["Doris increase"] = SequenceRules.Doris(DorisMode.Increase),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Repeated_starts_in_one_window(string name) => // no step 3, so nothing ends the search
        Assert.InRange(Level(name, static i => new SequenceEvent(0, i / 2, i % 2 == 0 ? 1UL : 3UL)), 1, 2);

    [Theory]
    [MemberData(nameof(Names))]
    public void All_events_at_one_time(string name) =>
        Assert.InRange(Level(name, static i => new SequenceEvent(0, 7, i % 3 == 0 ? 1UL : 3UL)), 1, 2);

    [Theory]
    [MemberData(nameof(Names))]
    public void As_many_values_as_events(string name) =>
        Assert.Equal(1, Level(name, static i => new SequenceEvent(0, i, 1, Segment: i), new SequenceBreakdown(BreakdownKind.AllEvents)));

    private static int Level(string name, Func<int, SequenceEvent> make, SequenceBreakdown breakdown = default)
    {
        SequenceDefinition definition = SequenceDefinition.Create("s").Step("a").Step("b").Step("c").Within(TimeSpan.FromDays(3_000), Presets[name]);
        var options = new SequenceOptions { Resolution = TimeResolution.Second, Detail = SequenceDetail.Chains, Breakdown = breakdown };
        SequenceSnapshot s = ReplayRun.Count(definition, [.. Enumerable.Range(0, Count).Select(make)], options);
        Assert.Equal(breakdown.Kind == BreakdownKind.None ? 1 : Count, s.Chains!.Count);
        return s.Chains[0].Level;
    }
}
