using System.Diagnostics;

namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>One entity with very many events. The limit of time is far above what linear work needs, and far below what quadratic work does.</summary>
public class LargeEntityTests
{
    private const int Events = 100_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Options =>
        ["plain", "input", "strict", "reuse", "first", "best", "totals", "gaps", "direct", "optional", "excluded", "drop-entity", "erase", "any-order", "anchored"];

    [Theory]
    [MemberData(nameof(Options))]
    public void A_hundred_thousand_events_of_one_entity_take_no_quadratic_work(string option)
    {
        SequenceDefinition definition = Define(option);
        var random = new Random(7);
        ReplayEvent[] events = [.. Enumerable.Range(0, Events).Select(i => new ReplayEvent(i, i, Mask(random, option == "totals"), option is "excluded" or "drop-entity" or "erase" && i % 50 == 49 ? 1UL : 0, SegmentValue.None))];
        SequenceChains chains = Evaluate(definition, events);
        Assert.Equal(option == "totals" ? 4 : 3, chains[0].Level); // nothing ends the search early
        Assert.True(option == "totals" ? chains.Count > 1000 : chains.Count == 1);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_hundred_thousand_events_at_one_time_take_no_quadratic_work(string option)
    {
        var random = new Random(7);
        ReplayEvent[] events = [.. Enumerable.Range(0, Events).Select(i => new ReplayEvent(5, i, Mask(random, completes: true), 0, SegmentValue.None))];
        int level = Evaluate(Define(option), events)[0].Level;
        Assert.Equal(option == "strict" ? 1 : option == "gaps" ? 2 : 4, level);
    }

    [Fact]
    public void Thirty_alike_events_at_one_time_make_a_chain_of_thirty_steps()
    {
        SequenceBuilder builder = SequenceDefinition.Create("alike");
        for (int i = 0; i < 31; i++)
            builder = builder.Step($"s{i}", "e");
        SequenceDefinition definition = builder.Within(TimeSpan.Zero);
        ReplayEvent[] events = [.. Enumerable.Range(0, 30).Select(i => new ReplayEvent(5, i, definition.StepsOf(1), 0, SegmentValue.None))];
        Assert.Equal(30, Evaluate(definition, events)[0].Level);
    }

    [Fact]
    public void Sixty_four_steps_that_share_an_event_take_as_many_events()
    {
        SequenceBuilder builder = SequenceDefinition.Create("alike");
        for (int i = 0; i < 64; i++)
            builder = builder.Step($"s{i}", "e");
        SequenceDefinition definition = builder.Within(TimeSpan.FromSeconds(63));
        ReplayEvent[] events = [.. Enumerable.Range(0, 2000).Select(i => new ReplayEvent(i, i, ulong.MaxValue, 0, SegmentValue.None))];
        SequenceChain chain = Evaluate(definition, events)[0];
        Assert.Equal((64, 0L, 63L), (chain.Level, chain.AtOf(0), chain.AtOf(63)));
    }

    [Fact]
    public void A_hundred_thousand_unlike_events_at_one_time_are_matched_by_a_few_of_them()
    {
        SequenceBuilder builder = SequenceDefinition.Create("unlike");
        for (int i = 0; i < 64; i++)
            builder = builder.Step($"s{i}");
        var random = new Random(7);
        ReplayEvent[] events = [.. Enumerable.Range(0, Events).Select(i => new ReplayEvent(5, i, (ulong)random.NextInt64() << 1 | 1, 0, SegmentValue.None))];
        Assert.Equal(64, Evaluate(builder.Within(TimeSpan.Zero), events)[0].Level);
    }

    [Fact]
    public void A_hundred_thousand_values_of_one_entity_take_no_quadratic_work()
    {
        ReplayEvent[] events = [.. Enumerable.Range(0, Events).Select(static i => new ReplayEvent(i, i, 1, 0, i % (Events / 2)))];
        SequenceChains chains = Evaluate(Define("plain"), events, new SequenceBreakdown(BreakdownKind.AllEvents));
        Assert.Equal(Events / 2, chains.Count);
    }

    [Theory]
    [InlineData(EventTies.Any)]
    [InlineData(EventTies.Input)]
    [InlineData(EventTies.Strict)]
    public void Times_as_far_apart_as_they_can_be_do_not_wrap_around(EventTies ties)
    {
        SequenceDefinition definition = SequenceDefinition.Create("far").Step("a").Step("b").Gap(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9)).Step("c")
            .Within(TimeSpan.FromDays(1000), new SequenceRules { Ties = ties });
        ReplayEvent[] events = [new(long.MinValue, 0, 1, 0, SegmentValue.None), new(long.MinValue + 2, 1, 2, 0, SegmentValue.None), new(long.MaxValue - 2, 2, 7, 0, SegmentValue.None), new(long.MaxValue, 3, 4, 0, SegmentValue.None)];
        SequenceChain chain = Evaluate(definition, events)[0];
        Assert.Equal((2, long.MinValue, long.MinValue + 2, SequenceEnding.StillOpen), (chain.Level, chain.AtOf(0), chain.AtOf(1), chain.Ending));
    }

    private static SequenceChains Evaluate(SequenceDefinition definition, ReplayEvent[] events, SequenceBreakdown breakdown = default)
    {
        ISequenceEvaluator evaluator = SequenceEvaluators.For(definition, new SequenceOptions { Resolution = TimeResolution.Second, Detail = SequenceDetail.Chains, Breakdown = breakdown });
        var chains = new SequenceChains(definition.Steps.Count);
        long start = Stopwatch.GetTimestamp();
        evaluator.Evaluate(1, events, events[^1].At, chains);
        Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"It took {Stopwatch.GetElapsedTime(start)}.");
        return chains;
    }

    private static ulong Mask(Random random, bool completes) => random.Next(5) == 0 ? (ulong)random.Next(8) : 1UL << random.Next(completes ? 4 : 3);

    private static SequenceDefinition Define(string option)
    {
        SequenceBuilder builder = SequenceDefinition.Create(option).Step("a");
        builder = option == "direct" ? builder.ThenDirectly("b") : builder.Step("b");
        builder = option == "gaps" ? builder.Gap(TimeSpan.Zero, TimeSpan.FromSeconds(10)) : builder;
        builder = option == "optional" ? builder.Optional() : builder;
        builder = builder.Step("c");
        builder = option == "anchored" ? builder.Anchored() : option == "gaps" ? builder.Gap(TimeSpan.FromSeconds(3)) : builder;
        builder = builder.Step("d");
        builder = option is "excluded" or "drop-entity" or "erase" ? builder.Exclude("x", "a", "c") : builder;
        return builder.Within(TimeSpan.FromSeconds(2 * Events), new SequenceRules
        {
            Ties = option == "input" ? EventTies.Input : option == "strict" ? EventTies.Strict : EventTies.Any,
            Reuse = option == "reuse" ? EventReuse.Allow : EventReuse.Forbid,
            Order = option is "any-order" or "anchored" ? StepOrder.Any : StepOrder.Given,
            Exclusions = option == "drop-entity" ? ExclusionPolicy.DropEntity : option == "erase" ? ExclusionPolicy.EraseAttempt : ExclusionPolicy.DropAttempt,
            Attempts = option == "first" ? AttemptPolicy.FirstEntry : option == "best" ? AttemptPolicy.Best : AttemptPolicy.LatestStart,
            Unit = option == "totals" ? SequenceUnit.Attempts : SequenceUnit.Entities,
        });
    }
}
