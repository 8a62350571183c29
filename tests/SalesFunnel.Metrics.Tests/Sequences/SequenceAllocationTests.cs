using System.Globalization;
using SalesFunnel.Metrics.Testing;
using SalesFunnel.Metrics.Tests.Counting;

namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>Growing is rare and everything else is free: exactly 0 bytes once the entities are known.</summary>
[Collection(AllocationTestsRunAlone.Name)]
public class SequenceAllocationTests
{
    private const int Entities = 10_000;
    private const int Events = 80_000;
    private const int Parts = 128; // grow one by one

    public enum Way
    {
        OneByOne,
        Batches,
        Threads,
        Dense,
        ManySteps,
        Excluding,
        ExcludingInOrder,
        Kept,
        Lateness,
    }

    [Theory]
    [InlineData(Way.OneByOne)]
    [InlineData(Way.Batches)]
    [InlineData(Way.Threads)]
    [InlineData(Way.Dense)]
    [InlineData(Way.ManySteps)]
    [InlineData(Way.Excluding)]
    [InlineData(Way.ExcludingInOrder)]
    [InlineData(Way.Lateness)]
    public void Once_warm_nothing_is_allocated(Way way)
    {
        SequenceTracker tracker = NewTracker(way);
        long[] bytes = [];
        long[] least = [];
        for (int round = 0; round < 6; round++)
        {
            bytes = Feed(tracker, way, round);
            least = round <= 3 ? bytes : [.. least.Zip(bytes, Math.Min)]; // a collection may count what is nobody's allocation
        }

        Assert.All(least, static b => Assert.Equal(0, b));
        Assert.NotEqual(0, tracker.Snapshot(DateTimeOffset.MaxValue).Reached(1));
    }

    [Theory]
    [InlineData(Way.OneByOne)]
    [InlineData(Way.Batches)]
    [InlineData(Way.Kept)]
    public void A_stream_of_new_entities_allocates_only_to_grow(Way way)
    {
        SequenceTracker tracker = NewTracker(way);
        int allocating = Feed(tracker, way, 0).Count(static b => b != 0);
        // Each part of the table grows by doubling, states and index apart; kept events are three lists that double.
        int most = (2 * Parts * (int)Math.Log2(Entities / (double)Parts)) + (3 * (int)Math.Log2(Events));
        Assert.InRange(allocating, 1, most);
    }

    [Fact]
    public void Parts_around_the_size_at_which_buffers_grow_allocate_nothing_once_warm()
    {
        var tracker = new SequenceTracker(Definition(6), new SequenceOptions { Resolution = TimeResolution.Millisecond });
        long[] least = [long.MaxValue, long.MaxValue];
        for (int round = 0; round < 24; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int entity = 0; entity < 256 * Parts; entity++)
                tracker.Add(new SequenceEvent(entity, round, 1));
            if (round >= 12)
                least[round % 2] = Math.Min(least[round % 2], GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal([0L, 0L], least);
    }

    [Fact]
    public void Sorted_input_allocates_nothing_after_the_first_batch()
    {
        StreamCase input = Case();
        (long[] entities, long[] at, byte[] types) = StreamCase.Columns(StreamCounts.Sorted(input));
        long[] least = [];
        for (int repetition = 0; repetition < 3; repetition++)
        {
            var counter = new SortedSequenceCounter(input.Definition(), input.AsOf, StreamCounts.Options);
            var bytes = new List<long>();
            for (int start = 0; start < entities.Length; start += 1_000)
            {
                int length = Math.Min(1_000, entities.Length - start);
                var batch = new SequenceBatch(entities.AsSpan(start, length), at.AsSpan(start, length), types.AsSpan(start, length));
                long before = GC.GetAllocatedBytesForCurrentThread();
                counter.Add(batch);
                bytes.Add(GC.GetAllocatedBytesForCurrentThread() - before);
            }

            least = least.Length == 0 ? [.. bytes] : [.. least.Zip(bytes, Math.Min)];
        }

        Assert.All(least, static b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData(2, TimeResolution.Millisecond, 32)]
    [InlineData(6, TimeResolution.Millisecond, 32)]
    [InlineData(6, TimeResolution.Microsecond, 64)] // seven days of microseconds exceed 2³¹
    [InlineData(7, TimeResolution.Millisecond, 72)]
    [InlineData(64, TimeResolution.Millisecond, 528)]
    [InlineData(6, TimeResolution.Millisecond, 88, EventTies.Any)]
    [InlineData(6, TimeResolution.Microsecond, 128, EventTies.Input)]
    [InlineData(64, TimeResolution.Millisecond, 552, EventTies.Strict)]
    [InlineData(64, TimeResolution.Millisecond, 1056, EventTies.Input)]
    public void An_entity_takes_the_stated_bytes(int steps, TimeResolution resolution, int stateBytes, EventTies? excluding = null)
    {
        var options = new SequenceOptions { Resolution = resolution };
        SequenceDefinition definition = Definition(steps, excluding);
        var tracker = new SequenceTracker(definition, options);
        Assert.Equal(stateBytes, 8 * tracker.LevelEngine!.Words);

        // With the id, and an index of 8 to 16 bytes; parts by hash differ in size, so a table of the right size has a little to spare.
        const int Few = 1 << 16;
        const int Many = 1 << 18;
        long few = Filled(Few);
        Assert.InRange((Filled(Many) - few) / (double)(Many - Few), stateBytes + 8, ((stateBytes + 8) * 1.1) + 16);

        long Filled(int entities)
        {
            var sized = new SequenceTracker(definition, options with { ExpectedEntities = entities });
            for (int entity = 0; entity < entities; entity++)
                sized.Add(new SequenceEvent(entity, entity, 1));
            Assert.Equal(entities, sized.EntityCount);
            Assert.InRange(sized.StateBytes - sized.LevelEngine!.TableBytes, 0, 32L << 20); // room for about an event an entity, 32 MiB at most
            return sized.LevelEngine!.TableBytes;
        }
    }

    [Fact]
    public void No_growth_touches_more_than_one_of_128_parts()
    {
        var tracker = new SequenceTracker(Definition(6), new SequenceOptions { Resolution = TimeResolution.Millisecond });
        long largest = 0;
        long last = 0;
        for (int entity = 0; entity < 120_000; entity++)
        {
            tracker.Add(new SequenceEvent(entity, entity, 1));
            tracker.LevelOf(entity); // applies it at once
            long bytes = tracker.LevelEngine!.TableBytes;
            if (entity > 50_000)
                largest = Math.Max(largest, bytes - last);
            last = bytes;
        }

        // What a part of 120,000 / 128 entities grows by: as many states of 40 bytes again, and an index of four places an entity.
        Assert.InRange(largest, 1, 120_000L / Parts * 2 * (40 + 16));
    }

    private static SequenceDefinition Definition(int steps, EventTies? excluding = null)
    {
        SequenceBuilder builder = SequenceDefinition.Create("steps");
        for (int step = 0; step < steps; step++)
            builder = builder.Step(string.Create(CultureInfo.InvariantCulture, $"s{step}"));
        if (excluding is not null)
            builder = builder.Exclude("x", "s0", "s1").Exclude(["x", "s4"], "s1", "s2");
        return builder.Within(TimeSpan.FromDays(7), new SequenceRules { Ties = excluding ?? EventTies.Any });
    }

    private static StreamCase Case() => StreamCases.Draw(new Random(11), Entities, Events);

    private static SequenceTracker NewTracker(Way way) => new(Definition(way == Way.ManySteps ? 20 : 6, way == Way.Excluding ? EventTies.Any : way == Way.ExcludingInOrder ? EventTies.Input : null), new SequenceOptions
    {
        Resolution = TimeResolution.Millisecond,
        Workers = way == Way.Threads ? 2 : 1,
        ParallelFrom = 1,
        DenseIds = way == Way.Dense,
        StepMasks = way == Way.Kept,
        AllowedLateness = TimeSpan.FromMilliseconds(way == Way.Lateness ? 2 : 0),
    });

    private static long[] Feed(SequenceTracker tracker, Way way, int round)
    {
        var random = new Random(3);
        var entities = new long[Events];
        var at = new long[Events];
        var types = new byte[Events];
        for (int i = 0; i < Events; i++)
        {
            entities[i] = random.Next(Entities);
            at[i] = (round * 1_000_000L) + (i / 8);
            types[i] = (byte)random.Next(0, way is Way.Excluding or Way.ExcludingInOrder ? 8 : 7);
        }

        int length = way is Way.OneByOne or Way.Kept or Way.ExcludingInOrder ? 1 : way == Way.Threads ? Events : 700;
        long[] bytes = new long[(Events + length - 1) / length];
        for (int call = 0; call < bytes.Length; call++)
        {
            int start = call * length;
            int count = Math.Min(length, Events - start);
            var batch = new SequenceBatch(entities.AsSpan(start, count), at.AsSpan(start, count), types.AsSpan(start, count));
            var single = new SequenceEvent(entities[start], at[start], tracker.Definition.StepsOf(types[start]), tracker.Definition.ExclusionsOf(types[start]));
            long before = GC.GetAllocatedBytesForCurrentThread();
            if (length == 1)
                tracker.Add(single);
            else
                tracker.Add(batch);
            bytes[call] = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return bytes;
    }
}
