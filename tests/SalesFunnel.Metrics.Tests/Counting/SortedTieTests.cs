namespace SalesFunnel.Metrics.Tests.Counting;

/// <summary>Events of one entity at one time, in the order of steps that only a rule for ties lets count, wherever they stand in a batch.</summary>
public class SortedTieTests
{
    private static readonly SequenceDefinition s_definition = SequenceDefinition.Create("Ties").Step("a").Step("b").Step("c").Within(TimeSpan.FromDays(7));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(63)]
    public void A_tie_in_falling_order_of_steps_chains_wherever_a_stretch_begins(int eventsBefore)
    {
        const int Entities = 400;
        var entities = new List<long>();
        var at = new List<long>();
        var types = new List<byte>();
        for (int i = 0; i < eventsBefore; i++)
            Add(0, i, 0);
        for (int entity = 1; entity <= Entities; entity++)
        {
            Add(entity, 1_000, 2); // b, then a, at one time; c later
            Add(entity, 1_000, 1);
            Add(entity, 2_000, 3);
        }

        var options = new SequenceOptions { Resolution = TimeResolution.Millisecond };
        var counter = new SortedSequenceCounter(s_definition, DateTimeOffset.FromUnixTimeMilliseconds(10_000), options);
        counter.Add(new SequenceBatch(entities.ToArray(), at.ToArray(), types.ToArray()));
        SequenceSnapshot counted = counter.Snapshot();
        Assert.Equal([Entities, Entities, Entities], new[] { counted.Reached(0), counted.Reached(1), counted.Reached(2) });

        void Add(long entity, long time, byte type)
        {
            entities.Add(entity);
            at.Add(time);
            types.Add(type);
        }
    }
}
