namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>What docs/semantics.md says about the presets, one small stream a sentence. An event is written as the steps it does and its time, x is excluded, o is foreign.</summary>
public class PresetRuleTests
{
    [Theory]
    [InlineData(ClickHouseModes.None, "A0", 1)]
    [InlineData(ClickHouseModes.None, "A0 B1 C9 A11 C12", 3)] // a level once reached is never lost
    [InlineData(ClickHouseModes.None, "A0 B11", 1)] // the window is over
    [InlineData(ClickHouseModes.None, "C3 B3 A3", 3)] // by ascending step at one time
    [InlineData(ClickHouseModes.None, "ABC3", 3)] // one event, several steps
    [InlineData(ClickHouseModes.StrictOnce, "ABC3", 1)]
    [InlineData(ClickHouseModes.StrictOnce, "ABC3 ABC3 ABC3", 3)]
    [InlineData(ClickHouseModes.StrictDeduplication, "A0 B1 A2 B3 C4", 2)]
    [InlineData(ClickHouseModes.StrictDeduplication, "A0 A1 B2 C3", 3)] // a repeated first step is none
    [InlineData(ClickHouseModes.StrictOrder, "A0 A1 B2 B3 C4 C5", 3)] // repetitions
    [InlineData(ClickHouseModes.StrictOrder, "A0 B1 A2 C3", 3)] // and steps back are allowed
    [InlineData(ClickHouseModes.StrictOrder, "A0 o1 B2 C3", 1)]
    [InlineData(ClickHouseModes.StrictOrder, "A0 C1 A2 B3 C4", 1)] // it never tries again
    [InlineData(ClickHouseModes.StrictOrder | ClickHouseModes.AllowReentry, "A0 C1 A2 B3 C4", 3)]
    [InlineData(ClickHouseModes.StrictIncrease, "A0 A1 B1", 1)] // the known defect
    [InlineData(ClickHouseModes.StrictIncrease | ClickHouseModes.StrictOnce, "A0 A1 B1", 2)]
    public void ClickHouse(ClickHouseModes modes, string stream, int level) => Assert.Equal(level, Level(SequenceRules.ClickHouse(modes), stream));

    [Theory]
    [InlineData(PostHogOrder.Ordered, "AB0 AB1 C2", 3)] // an event advances a chain once
    [InlineData(PostHogOrder.Ordered, "ABC0", 1)]
    [InlineData(PostHogOrder.Ordered, "C3 B3 A3", 3)]
    [InlineData(PostHogOrder.Ordered, "A0 x1 B2", 0)] // the entity leaves
    [InlineData(PostHogOrder.Ordered, "A0 x1", 0)]
    [InlineData(PostHogOrder.Ordered, "A0 B1 x11", 2)] // after the window
    [InlineData(PostHogOrder.Ordered, "A0 B1 C2 x3", 3)] // after completion
    [InlineData(PostHogOrder.Ordered, "A0 x0 B1 C2", 3)] // at the time of another event
    [InlineData(PostHogOrder.Ordered, "A0 x1 B2 A3 B4", 2)] // a clean attempt that got as far
    [InlineData(PostHogOrder.Ordered, "A0 x1 B2 A3", 0)] // and one that did not
    [InlineData(PostHogOrder.Ordered, "A0 A20 x21", 1)] // the first attempt is beyond reach of the exclusion
    [InlineData(PostHogOrder.Strict, "A0 o1 B2", 1)]
    [InlineData(PostHogOrder.Strict, "A0 o1 A2 B3 C4", 3)] // it tries again
    [InlineData(PostHogOrder.Strict, "A0 B1 B2 C3", 3)] // a repetition of the last step does not break
    [InlineData(PostHogOrder.Strict, "A0 B1 A2 C3", 2)] // going back does
    [InlineData(PostHogOrder.Strict, "A0 A1 B2 C3", 3)] // a repeated first step starts anew
    [InlineData(PostHogOrder.Unordered, "C0 A5 B10", 3)]
    [InlineData(PostHogOrder.Unordered, "C0 A5 B11", 2)]
    [InlineData(PostHogOrder.Unordered, "ABC0 ABC1 ABC2", 3)] // an event does one step, the one done longest ago
    [InlineData(PostHogOrder.Unordered, "A0 B1 x2 C3", 1)] // erased
    [InlineData(PostHogOrder.Unordered, "A0 B1 C2 x3", 3)] // complete before
    [InlineData(PostHogOrder.Unordered, "A0 x1", 0)]
    public void PostHog(PostHogOrder order, string stream, int level) => Assert.Equal(level, Level(SequenceRules.PostHog(order), stream, excludes: true));

    [Theory]
    [InlineData("A0 B1 C2", 0b111)]
    [InlineData("A0 C1", 0b101)] // without the optional step
    [InlineData("A0 B1", 0b011)]
    [InlineData("B0 A1 C2", 0b101)]
    [InlineData("A0 B1 A9 C12", 0b101)] // step 2 is out of the window, step 1 is not
    public void Steps_done_with_an_optional_one_in_PostHog(string stream, ulong done) =>
        Assert.Equal(done, Assert.Single(Count(SequenceDefinition.Create("s").Step("A").Step("B").Optional().Step("C").Within(TimeSpan.FromSeconds(10), SequenceRules.PostHog()), stream).Chains!).StepsDone);

    [Theory]
    [InlineData(DorisMode.Default, "A3 B3 C3", 3)]
    [InlineData(DorisMode.Default, "C3 B3 A3", 1)] // input order
    [InlineData(DorisMode.Default, "ABC0 ABC1 ABC2", 3)]
    [InlineData(DorisMode.Default, "ABC0", 1)]
    [InlineData(DorisMode.Deduplication, "A0 A1 B2 C3", 3)] // the second start
    [InlineData(DorisMode.Deduplication, "A0 B1 A2 C3", 2)]
    [InlineData(DorisMode.Deduplication, "A0 C1 B2 C3", 3)] // a later step does not matter
    [InlineData(DorisMode.Fixed, "A0 C1 B2", 1)]
    [InlineData(DorisMode.Fixed, "A0 o1 B2 C3", 3)]
    [InlineData(DorisMode.Fixed, "A0 B1 B2 C3", 2)]
    [InlineData(DorisMode.Increase, "A0 B0", 1)]
    [InlineData(DorisMode.Increase, "A0 A1 B1 C2", 3)]
    [InlineData(DorisMode.Increase, "A0 B1 B2 C2", 3)]
    [InlineData(DorisMode.Increase, "A0 B11", 1)]
    public void Doris(DorisMode mode, string stream, int level) => Assert.Equal(level, Level(SequenceRules.Doris(mode), stream));

    [Theory]
    [InlineData("A0 A5 B6 B7 C8", 5, 6, 8)] // the latest start that reaches the furthest step first
    [InlineData("A0 B1 C2 A3 B4 C5", 0, 1, 2)] // the first that completes
    public void PostHog_times_the_latest_start_and_the_first_arrival(string stream, long a, long b, long c)
    {
        SequenceChain chain = Assert.Single(Count(Define(SequenceRules.PostHog(), excludes: false), stream).Chains!);
        Assert.Equal((a, b, c), (chain.AtOf(0)!.Value, chain.AtOf(1)!.Value, chain.AtOf(2)!.Value));
    }

    [Theory]
    [InlineData("A0 B1", 10, SequenceEnding.StillOpen)]
    [InlineData("A0 B1", 11, SequenceEnding.Expired)]
    [InlineData("A0 B1 A9", 15, SequenceEnding.StillOpen)] // a newer start may get as far
    [InlineData("A0 B1 C2", 5, SequenceEnding.Completed)]
    public void Endings_are_judged_at_the_as_of_time(string stream, long asOf, SequenceEnding ending)
    {
        foreach (SequenceRules rules in (SequenceRules[])[SequenceRules.ClickHouse(), SequenceRules.ClickHouse(ClickHouseModes.StrictOnce), SequenceRules.PostHog(), SequenceRules.Doris(), SequenceRules.Doris(DorisMode.Increase)])
            Assert.Equal((rules, ending), (rules, Assert.Single(Count(Define(rules, excludes: false), stream, asOf).Chains!).Ending));
    }

    [Fact]
    public void An_attempt_that_was_stopped_is_not_open()
    {
        Assert.Equal(SequenceEnding.Expired, Assert.Single(Count(Define(SequenceRules.ClickHouse(ClickHouseModes.StrictOrder), excludes: false), "A0 C1", 2).Chains!).Ending);
        Assert.Equal(SequenceEnding.Expired, Assert.Single(Count(Define(SequenceRules.PostHog(PostHogOrder.Strict), excludes: false), "A0 o1", 2).Chains!).Ending);
        Assert.Equal(SequenceEnding.Expired, Assert.Single(Count(Define(SequenceRules.Doris(DorisMode.Fixed), excludes: false), "A0 C1", 2).Chains!).Ending);
    }

    [Fact]
    public void What_a_preset_does_not_have_is_refused()
    {
        SequenceBuilder Three() => SequenceDefinition.Create("s").Step("A").Step("B").Step("C");
        string Refusal(SequenceBuilder builder, SequenceRules rules) => Assert.Throws<FunnelDefinitionException>(() => builder.Within(TimeSpan.FromSeconds(1), rules)).Message;
        Assert.Contains("from the first to the last step only", Refusal(Three().Exclude("x", "A", "B"), SequenceRules.PostHog(PostHogOrder.Unordered)), StringComparison.Ordinal);
        Assert.Contains("no optional steps", Refusal(SequenceDefinition.Create("s").Step("A").Step("B").Optional().Step("C"), SequenceRules.PostHog(PostHogOrder.Unordered)), StringComparison.Ordinal);
        Assert.Contains("Only PostHog's preset", Refusal(Three().Exclude("x", "A", "C"), SequenceRules.ClickHouse()), StringComparison.Ordinal);
        SequenceDefinition unordered = Three().Within(TimeSpan.FromSeconds(1), SequenceRules.PostHog(PostHogOrder.Unordered));
        var byThirdStep = new SequenceOptions { Detail = SequenceDetail.Chains, Breakdown = new SequenceBreakdown(BreakdownKind.Step, 2) };
        Assert.Contains("first step only", Assert.Throws<ArgumentException>(() => new SequenceTracker(unordered, byThirdStep)).Message, StringComparison.Ordinal);
        SequenceBuilder many = SequenceDefinition.Create("s").Step("A", [.. Enumerable.Range(0, 200).Select(static i => $"e{i}")]).Step("B");
        Assert.Contains("256 different events", Refusal(many.Exclude(Enumerable.Range(0, 55).Select(static i => $"x{i}"), "A", "B"), new SequenceRules()), StringComparison.Ordinal);
    }

    private static SequenceDefinition Define(SequenceRules rules, bool excludes)
    {
        SequenceBuilder builder = SequenceDefinition.Create("s").Step("A").Step("B").Step("C");
        return (excludes ? builder.Exclude("x", "A", "C") : builder).Within(TimeSpan.FromSeconds(10), rules);
    }

    private static int Level(SequenceRules rules, string stream, bool excludes = false) => ReplayRun.Levels(Count(Define(rules, excludes), stream)).GetValueOrDefault(1);

    private static SequenceSnapshot Count(SequenceDefinition definition, string stream, long? asOf = null)
    {
        SequenceEvent[] events = [.. stream.Split(' ').Select(e =>
        {
            string names = e.TrimEnd(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
            ulong steps = names.Aggregate(0UL, (mask, name) => mask | definition.StepsOf(definition.TypeOf(name.ToString())));
            return new SequenceEvent(1, long.Parse(e.AsSpan(names.Length), System.Globalization.CultureInfo.InvariantCulture), steps, definition.ExclusionsOf(definition.TypeOf(names)));
        })];
        return ReplayRun.Count(definition, events, asOf: asOf);
    }
}
