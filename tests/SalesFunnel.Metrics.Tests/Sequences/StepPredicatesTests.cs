using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Sequences;

public class StepPredicatesTests
{
    private static readonly SequenceDefinition s_shop = SequenceDefinition.Create("Shop").Step("visit").Step("large").Step("order").Exclude("refund", "visit", "order").Within(TimeSpan.FromDays(1));
    private static readonly SequenceOptions s_options = new() { Resolution = TimeResolution.Second, StepMasks = true };

    [Fact]
    public void A_row_does_every_step_whose_predicate_holds_and_fills_one_of_a_chain()
    {
        StepPredicates<(string Name, int Amount)> predicates = new StepPredicates<(string Name, int Amount)>(s_shop)
            .Step("visit", static row => row.Name == "visit")
            .Step("large", static row => row.Name == "order" && row.Amount > 100)
            .Step("order", static row => row.Name == "order")
            .Exclusion(0, static row => row.Name == "refund");
        Assert.Equal(0b110UL, predicates.EventOf(("order", 200), 1, 0).Steps);
        Assert.Equal(1UL, predicates.EventOf(("refund", 0), 1, 0).Exclusions);

        var tracker = new SequenceTracker(s_shop, s_options);
        tracker.Add(predicates.EventOf(("visit", 0), 1, 0));
        tracker.Add(predicates.EventOf(("order", 200), 1, 5));
        Assert.Equal(2, tracker.LevelOf(1));
        tracker.Add(predicates.EventOf(("order", 50), 1, 6));
        Assert.Equal(3, tracker.LevelOf(1));
    }

    [Fact]
    public void Unknown_and_repeated_names_are_refused()
    {
        var predicates = new StepPredicates<int>(s_shop);
        Assert.Contains("visit, large, order", Assert.Throws<ArgumentException>(() => predicates.Step("cart", static _ => true)).Message, StringComparison.Ordinal);
        predicates.Step("visit", static row => row > 0);
        Assert.Throws<ArgumentException>(() => predicates.Step("visit", static row => row > 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => predicates.Exclusion(1, static _ => true));
    }

    [Fact]
    public void A_held_property_lets_only_events_of_one_value_chain() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(StreamCases.Any(), static input =>
        {
            long ValueOf(int place) => place * 7919 % 3;
            var index = new HeldPropertyIndex();
            var held = new SequenceTracker(input.Definition(), StreamCounts.Options);
            for (int i = 0; i < input.Rows.Count; i++)
                StreamCounts.AddOneByOne(held, [input.Rows[i] with { Entity = index.GetOrAdd(input.Rows[i].Entity, ValueOf(i)) }]);

            // The same by counting the events of each value apart.
            long[] expected = new long[input.Steps];
            for (int value = 0; value < 3; value++)
            {
                var one = new SequenceTracker(input.Definition(), StreamCounts.Options);
                StreamCounts.AddOneByOne(one, input.Rows.Where((_, i) => ValueOf(i) == value));
                SequenceSnapshot counted = one.Snapshot(input.AsOf);
                expected = [.. expected.Select((sum, step) => sum + counted.Reached(step))];
            }

            SequenceSnapshot all = held.Snapshot(input.AsOf);
            return expected.Select((sum, step) => all.Reached(step) == sum).All(static same => same)
                && Enumerable.Range(0, index.Count).All(id => index.GetOrAdd(index.PairOf(id).Entity, index.PairOf(id).Value) == id);
        }));
}
