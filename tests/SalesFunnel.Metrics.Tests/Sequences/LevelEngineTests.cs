using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Sequences;

public class LevelEngineTests
{
    private const int Streams = 1000;

    [Fact]
    public void Levels_count_what_the_replay_of_all_events_counts() => Hold(static (input, expected) =>
    {
        SequenceTracker tracker = StreamCounts.Levels(input);
        StreamCounts.AddOneByOne(tracker, input.Rows);
        return StreamCounts.Text(tracker.Snapshot(input.AsOf)) == expected;
    });

    [Fact]
    public void Batches_of_any_length_count_what_single_events_count() => Hold(static (input, expected) =>
    {
        SequenceTracker tracker = StreamCounts.Levels(input);
        StreamCounts.AddBatches(tracker.Add, input.Rows, new Random(input.Rows.Count));
        return StreamCounts.Text(tracker.Snapshot(input.AsOf)) == expected;
    });

    [Fact]
    public void Any_number_of_threads_counts_the_same() => Hold(static (input, expected) =>
    {
        for (int workers = 2; workers <= 8; workers += 3)
        {
            SequenceTracker tracker = StreamCounts.Levels(input, StreamCounts.Options with { Workers = workers, ParallelFrom = 1 });
            StreamCounts.AddBatches(tracker.Add, input.Rows, new Random(workers));
            if (StreamCounts.Text(tracker.Snapshot(input.AsOf)) != expected)
                return false;
        }

        return true;
    }, streams: 200);

    [Fact]
    public void A_flat_array_for_dense_ids_counts_the_same() => Hold(static (input, _) =>
    {
        long[] ids = [.. input.Rows.Select(static r => r.Entity).Distinct()];
        StreamCase dense = input with { Rows = [.. input.Rows.Select(r => r with { Entity = Array.IndexOf(ids, r.Entity) })] };
        SequenceTracker tracker = StreamCounts.Levels(dense, StreamCounts.Options with { DenseIds = true });
        StreamCounts.AddBatches(tracker.Add, dense.Rows, new Random(1));
        return StreamCounts.Text(tracker.Snapshot(dense.AsOf)) == StreamCounts.Expected(dense);
    });

    [Fact]
    public void Input_sorted_by_entity_counts_the_same_with_vectors_and_without() => Hold(static (input, expected) =>
    {
        foreach (bool useVectors in new[] { true, false })
        {
            for (int workers = 1; workers <= 4; workers += 3)
            {
                var counter = new SortedSequenceCounter(input.Definition(), input.AsOf, StreamCounts.Options with { Workers = workers, ParallelFrom = 1 }, useVectors);
                StreamCounts.AddBatches(counter.Add, StreamCounts.Sorted(input), new Random(workers));
                if (StreamCounts.Text(counter.Snapshot()) != expected)
                    return false;
            }
        }

        return true;
    });

    [Fact]
    public void Sorted_input_of_many_events_counts_the_same_by_vectors()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            StreamCase input = StreamCases.Draw(random, entities: random.Next(10, 60), events: random.Next(200, 500));
            (long[] entities, long[] at, byte[] types) = StreamCase.Columns(StreamCounts.Sorted(input));
            var counter = new SortedSequenceCounter(input.Definition(), input.AsOf, StreamCounts.Options);
            counter.Add(new SequenceBatch(entities, at, types));
            Assert.Equal(StreamCounts.Expected(input), StreamCounts.Text(counter.Snapshot()));
        }
    }

    [Fact]
    public void Wide_state_counts_what_compact_state_counts() => Hold(static (input, expected) =>
    {
        // The same window in microseconds does not fit the compact state when it is longer than half an hour.
        SequenceTracker tracker = StreamCounts.Levels(input, new SequenceOptions { Resolution = TimeResolution.Microsecond });
        foreach (StreamRow row in input.Rows)
            tracker.Add(new SequenceEvent(row.Entity, row.At * 1_000_000, row.Step == 0 ? 0 : 1UL << (row.Step - 1)));
        return StreamCounts.Text(tracker.Snapshot(input.AsOf)) == expected;
    });

    [Fact]
    public void Events_within_the_lateness_are_put_in_order() => Hold(static (input, expected) =>
    {
        var random = new Random(input.Rows.Count);
        const int lateness = 4;
        StreamRow[] shuffled = [.. input.Rows.Select((row, i) => (row, i)).OrderBy(x => x.row.At + (random.Next(lateness + 1) / 2 * 2), Comparer<long>.Default).ThenBy(static x => x.i).Select(static x => x.row)];
        if (input.Ties == EventTies.Input)
            return true; // a shuffle changes the order of ties
        SequenceTracker tracker = StreamCounts.Levels(input, StreamCounts.Options with { AllowedLateness = TimeSpan.FromSeconds(lateness) });
        StreamCounts.AddBatches(tracker.Add, shuffled, random);
        DateTimeOffset asOf = input.Rows.Count == 0 ? input.AsOf : DateTimeOffset.FromUnixTimeSeconds(input.Rows.Max(static r => r.At) + 3);
        return StreamCounts.Text(tracker.Snapshot(asOf)) == expected;
    });

    [Fact]
    public void Levels_of_entities_are_those_of_the_counts() => Hold(static (input, _) =>
    {
        SequenceTracker levels = StreamCounts.Levels(input);
        var replay = new SequenceTracker(input.Definition(), StreamCounts.Options with { StepMasks = true });
        StreamCounts.AddOneByOne(levels, input.Rows);
        StreamCounts.AddOneByOne(replay, input.Rows);
        return levels.Levels().Order().SequenceEqual(replay.Levels().Order()) && levels.Levels().All(x => levels.LevelOf(x.Entity) == x.Level && replay.LevelOf(x.Entity) == x.Level);
    });

    [Fact]
    public void Chains_with_their_times_are_those_of_the_replay() => Hold(static (input, _) =>
    {
        StreamCase few = input with { Steps = Math.Min(input.Steps, 8), Rows = [.. input.Rows.Select(r => r.Step > 8 ? r with { Step = 0 } : r)] };
        SequenceOptions chains = StreamCounts.Options with { Detail = SequenceDetail.Chains };
        SequenceTracker levels = StreamCounts.Levels(few, chains);
        var replay = new SequenceTracker(few.Definition(), chains with { StepMasks = true });
        StreamCounts.AddBatches(levels.Add, few.Rows, new Random(few.Rows.Count));
        StreamCounts.AddOneByOne(replay, few.Rows);
        string expected = StreamCounts.Text(replay.Snapshot(few.AsOf));
        return StreamCounts.Text(levels.Snapshot(few.AsOf)) == expected && StreamCounts.Text(SequenceTrackerCodec.Read(SequenceTrackerCodec.ToBytes(levels)).Snapshot(few.AsOf)) == expected;
    }, streams: 3000);

    [Fact]
    public void Shards_counted_apart_and_merged_in_any_order_are_the_whole() => Hold(static (input, expected) =>
    {
        var random = new Random(input.Rows.Count);
        int count = random.Next(1, 6);
        SequenceSnapshot[] shards = [.. Enumerable.Range(0, count).Select(index =>
        {
            var shard = new Partition(Seed: 9, index, count);
            SequenceTracker tracker = StreamCounts.Levels(input, StreamCounts.Options with { Partition = shard });
            StreamCounts.AddBatches(tracker.Add, [.. input.Rows.Where(r => shard.Owns(r.Entity))], random);
            return tracker.Snapshot(input.AsOf);
        })];
        random.Shuffle(shards);
        return StreamCounts.Text(shards.Aggregate(static (a, b) => SequenceSnapshot.Merge(a, b))) == expected;
    });

    [Fact]
    public void A_forgotten_entity_counts_anew_and_stays_in_the_counts() => Hold(static (input, _) =>
    {
        long forgetAfter = input.Window + (input.Rows.Count % 3);
        SequenceTracker tracker = StreamCounts.Levels(input, StreamCounts.Options with { ForgetAfter = TimeSpan.FromSeconds(forgetAfter) });
        StreamCounts.AddBatches(tracker.Add, input.Rows, new Random(input.Rows.Count));
        SequenceSnapshot found = tracker.Snapshot(input.AsOf);

        // The same by a new entity for each life.
        var lives = new Dictionary<long, (long Last, int Life)>();
        var ids = new HeldPropertyIndex();
        var renamed = new List<StreamRow>();
        int forgotten = 0;
        foreach (StreamRow row in input.Rows.Where(static r => r.Step > 0))
        {
            (long last, int life) = lives.GetValueOrDefault(row.Entity, (row.At, 0));
            if (row.At - last > forgetAfter)
                (life, forgotten) = (life + 1, forgotten + 1);
            lives[row.Entity] = (row.At, life);
            renamed.Add(row with { Entity = ids.GetOrAdd(row.Entity, life) });
        }

        forgotten += lives.Values.Count(life => input.AsOf.ToUnixTimeSeconds() - life.Last > forgetAfter);
        SequenceTracker reference = StreamCounts.Levels(input);
        StreamCounts.AddOneByOne(reference, renamed);
        return StreamCounts.Text(found) == StreamCounts.Text(reference.Snapshot(input.AsOf)) && found.Forgotten == forgotten;
    });

    [Fact]
    public void A_cleared_tracker_counts_as_a_new_one() => Hold(static (input, expected) =>
    {
        SequenceTracker tracker = StreamCounts.Levels(input);
        StreamCounts.AddBatches(tracker.Add, input.Rows, new Random(3));
        tracker.Clear();
        StreamCounts.AddBatches(tracker.Add, input.Rows, new Random(4));
        return StreamCounts.Text(tracker.Snapshot(input.AsOf)) == expected;
    }, streams: 300);

    [Fact]
    public void Thousands_of_entities_in_parts_count_the_same_in_all_ways()
    {
        for (int seed = 0; seed < 4; seed++)
        {
            StreamCase input = StreamCases.Draw(new Random(seed), entities: 9_000, events: 60_000);
            string expected = StreamCounts.Expected(input);
            foreach (SequenceOptions options in new[] { StreamCounts.Options, StreamCounts.Options with { ExpectedEntities = 9_000 }, StreamCounts.Options with { Workers = 3, ParallelFrom = 1 } })
            {
                SequenceTracker tracker = StreamCounts.Levels(input, options);
                StreamCounts.AddBatches(tracker.Add, input.Rows, new Random(seed));
                Assert.Equal(expected, StreamCounts.Text(tracker.Snapshot(input.AsOf)));
                Assert.Equal(input.Rows.Where(static r => r.Step > 0).Select(static r => r.Entity).Distinct().Count(), tracker.EntityCount);
            }

            foreach (int workers in new[] { 1, 3 })
            {
                var counter = new SortedSequenceCounter(input.Definition(), input.AsOf, StreamCounts.Options with { Workers = workers, ParallelFrom = 1 });
                StreamCounts.AddBatches(counter.Add, StreamCounts.Sorted(input), new Random(seed));
                Assert.Equal(expected, StreamCounts.Text(counter.Snapshot()));
            }
        }
    }

    private static void Hold(Func<StreamCase, string, bool> property, int streams = Streams) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(streams),
        Prop.ForAll(StreamCases.Any(), input => property(input, StreamCounts.Expected(input))));
}
