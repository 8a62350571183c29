using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>A tracker that forgets entities at once against one that forgets them when they come back, which another test holds against new entities.</summary>
public class SequenceCompactionTests
{
    private static readonly SequenceOptions[] s_ways =
    [
        StreamCounts.Options,
        StreamCounts.Options with { DenseIds = true },
        StreamCounts.Options with { Workers = 3, ParallelFrom = 1 },
        StreamCounts.Options with { AllowedLateness = TimeSpan.FromSeconds(2) },
        StreamCounts.Options with { ExpectedEntities = 5_000 },
    ];

    [Theory]
    [InlineData(null, AttemptPolicy.Best)]
    [InlineData(EventTies.Strict, AttemptPolicy.Best)]
    [InlineData(EventTies.Input, AttemptPolicy.FirstEntry)]
    public void Forgetting_now_and_then_changes_no_count(EventTies? ties, AttemptPolicy attempts) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(StreamCases.Any(), drawn =>
    {
        StreamCase input = WithDenseIds(drawn with { Ties = ties ?? drawn.Ties, Attempts = attempts });
        var random = new Random(input.Rows.Count);
        long forgetAfter = input.Window + random.Next(3);
        return Array.TrueForAll(s_ways, way =>
        {
            SequenceOptions options = way with { ForgetAfter = TimeSpan.FromSeconds(forgetAfter) };
            SequenceTracker lazy = StreamCounts.Levels(input, options);
            StreamCounts.AddBatches(lazy.Add, input.Rows, random);
            SequenceTracker tracker = StreamCounts.Levels(input, options);
            long forgotten = 0;
            StreamCounts.AddBatches(
                batch =>
                {
                    tracker.Add(batch);
                    forgotten += tracker.Compact();
                },
                input.Rows,
                random);
            SequenceTracker read = SequenceTrackerCodec.Read(SequenceTrackerCodec.ToBytes(tracker));
            SequenceSnapshot found = tracker.Snapshot(input.AsOf);
            SequenceSnapshot expected = lazy.Snapshot(input.AsOf);
            return StreamCounts.Text(found) == StreamCounts.Text(expected) && StreamCounts.Text(read.Snapshot(input.AsOf)) == StreamCounts.Text(expected)
                && found.Forgotten == expected.Forgotten && forgotten <= found.Forgotten
                && (way.AllowedLateness > TimeSpan.Zero || Known(tracker).SequenceEqual(Remembered(input, forgetAfter)));
        });
    }));

    [Fact]
    public void An_endless_stream_of_new_entities_stays_in_bounded_memory()
    {
        SequenceDefinition shop = SequenceDefinition.Create("Shop").Step("visit").Step("cart").Step("buy").Within(TimeSpan.FromSeconds(50));
        SequenceOptions options = StreamCounts.Options with { ForgetAfter = TimeSpan.FromSeconds(100) };
        var tracker = new SequenceTracker(shop, options);
        var lazy = new SequenceTracker(shop, options);
        long most = 0;
        long forgotten = 0;
        for (int second = 0; second < 2_000; second++)
        {
            (long[] entities, long[] at, byte[] types) = StreamCase.Columns(Enumerable.Range(0, 300).Select(i => new StreamRow((second / 2 * 300L) + i, second, 1 + (second % 2))));
            tracker.Add(new SequenceBatch(entities, at, types));
            lazy.Add(new SequenceBatch(entities, at, types));
            if (second % 50 == 49)
                forgotten += tracker.Compact();
            int lastCompaction = ((second + 1) / 50 * 50) - 1;
            Assert.Equal(300 * Enumerable.Range(0, 1_000).Count(pair => lastCompaction - ((2 * pair) + 1) > 100), forgotten);
            most = Math.Max(most, tracker.StateBytes);
        }

        DateTimeOffset asOf = DateTimeOffset.FromUnixTimeSeconds(2_000);
        Assert.Equal(StreamCounts.Text(lazy.Snapshot(asOf)), StreamCounts.Text(tracker.Snapshot(asOf)));
        Assert.Equal((300_000, 51 * 300), (lazy.EntityCount, tracker.EntityCount));
        Assert.InRange(most, 1, lazy.StateBytes / 4);
    }

    [Fact]
    public void Without_a_time_to_forget_after_none_is_forgotten()
    {
        var tracker = new SequenceTracker(SequenceDefinition.Create("Shop").Step("visit").Within(TimeSpan.FromSeconds(1)), StreamCounts.Options);
        Assert.Equal(0, tracker.Compact());
        tracker.Add(1, DateTimeOffset.UnixEpoch, "visit");
        tracker.Add(2, DateTimeOffset.UnixEpoch.AddYears(1), "visit");
        Assert.Equal((0, 2), (tracker.Compact(), tracker.EntityCount));
    }

    private static StreamCase WithDenseIds(StreamCase input)
    {
        long[] ids = [.. input.Rows.Select(static r => r.Entity).Distinct()];
        return input with { Rows = [.. input.Rows.Select(r => r with { Entity = Array.IndexOf(ids, r.Entity) })] };
    }

    private static IEnumerable<long> Known(SequenceTracker tracker)
    {
        tracker.Compact();
        return tracker.Levels().Select(static item => item.Entity).Order();
    }

    /// <summary>Those that have a level, by the rows alone.</summary>
    private static IEnumerable<long> Remembered(StreamCase input, long forgetAfter)
    {
        StreamRow[] steps = [.. input.Rows.Where(static r => r.Step > 0)];
        long latest = steps.Length == 0 ? 0 : steps.Max(static r => r.At);
        var reference = new SequenceTracker(input.Definition(), StreamCounts.Options with { ForgetAfter = TimeSpan.FromSeconds(forgetAfter) });
        StreamCounts.AddOneByOne(reference, input.Rows);
        return steps.GroupBy(static r => r.Entity).Where(g => latest - g.Max(static r => r.At) <= forgetAfter && reference.LevelOf(g.Key) > 0).Select(static g => g.Key).Order();
    }
}
