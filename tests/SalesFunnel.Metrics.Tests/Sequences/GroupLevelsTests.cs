using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>Exclusions, strict ties and first entry, with all ties and attempts: levels against the replay of all events.</summary>
public class GroupLevelsTests
{
    private const int Streams = 600;

    /// <summary>Gets all ties and attempts with exclusions and without, but those that count without groups.</summary>
    public static TheoryData<EventTies, AttemptPolicy, bool> Modes
    {
        get
        {
            var modes = new TheoryData<EventTies, AttemptPolicy, bool>();
            foreach (EventTies ties in Enum.GetValues<EventTies>())
            {
                foreach (AttemptPolicy attempts in Enum.GetValues<AttemptPolicy>())
                {
                    modes.Add(ties, attempts, true);
                    if (ties == EventTies.Strict || attempts == AttemptPolicy.FirstEntry)
                        modes.Add(ties, attempts, false);
                }
            }

            return modes;
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Levels_count_what_the_replay_of_all_events_counts_also_in_the_middle_of_a_time(EventTies ties, AttemptPolicy attempts, bool excludes) => Hold(ties, attempts, excludes, Streams, static input =>
    {
        int cut = new Random(input.Rows.Count).Next(input.Rows.Count + 1);
        SequenceTracker levels = StreamCounts.Levels(input);
        var replay = new SequenceTracker(input.Definition(), StreamCounts.Options with { StepMasks = true });
        foreach (StreamRow[] rows in new[] { input.Rows.Take(cut).ToArray(), [.. input.Rows.Skip(cut)] })
        {
            StreamCounts.AddOneByOne(levels, rows);
            StreamCounts.AddOneByOne(replay, rows);
            DateTimeOffset last = replay.LastEventAt ?? DateTimeOffset.UnixEpoch;
            foreach (long later in new[] { 0, input.Window / 2, input.Window, input.Window + 1 })
            {
                DateTimeOffset asOf = last.AddSeconds(later);
                if (StreamCounts.Text(levels.Snapshot(asOf)) != StreamCounts.Text(replay.Snapshot(asOf)))
                    return false;
            }

            if (levels.LastEventAt != replay.LastEventAt || levels.EntityCount != replay.EntityCount || !levels.Levels().Order().SequenceEqual(replay.Levels().Order()))
                return false;
        }

        return true;
    });

    [Theory]
    [MemberData(nameof(Modes))]
    public void Batches_threads_and_a_flat_array_count_what_single_events_count(EventTies ties, AttemptPolicy attempts, bool excludes) => Hold(ties, attempts, excludes, 200, static input =>
    {
        long[] ids = [.. input.Rows.Select(static r => r.Entity).Distinct()];
        StreamCase dense = input with { Rows = [.. input.Rows.Select(r => r with { Entity = Array.IndexOf(ids, r.Entity) })] };
        string expected = StreamCounts.Expected(input);
        return StreamCounts.Text(InBatches(input, StreamCounts.Options)) == expected
            && StreamCounts.Text(InBatches(input, StreamCounts.Options with { Workers = 3, ParallelFrom = 1 })) == expected
            && StreamCounts.Text(InBatches(dense, StreamCounts.Options with { DenseIds = true })) == StreamCounts.Expected(dense);
    });

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_tracker_saved_and_read_at_any_point_goes_on(EventTies ties, AttemptPolicy attempts, bool excludes) => Hold(ties, attempts, excludes, 250, static input =>
    {
        var random = new Random(input.Rows.Count);
        int cut = random.Next(input.Rows.Count + 1);
        SequenceOptions options = StreamCounts.Options with { AllowedLateness = TimeSpan.FromSeconds(random.Next(2) * 3) };
        SequenceTracker part = StreamCounts.Levels(input, options);
        StreamCounts.AddOneByOne(part, input.Rows.Take(cut));
        byte[] bytes = SequenceTrackerCodec.ToBytes(part);
        SequenceTracker again = SequenceTrackerCodec.Read(bytes, input.Definition());
        bool isSame = SequenceTrackerCodec.ToBytes(again).AsSpan().SequenceEqual(bytes) && !again.KeepsEvents;
        StreamCounts.AddOneByOne(again, input.Rows.Skip(cut));
        return isSame && StreamCounts.Text(again.Snapshot(input.AsOf)) == StreamCounts.Expected(input);
    });

    [Theory]
    [MemberData(nameof(Modes))]
    public void Shards_merged_and_late_events_put_in_order_count_the_same(EventTies ties, AttemptPolicy attempts, bool excludes) => Hold(ties, attempts, excludes, 150, static input =>
    {
        var random = new Random(input.Rows.Count);
        var snapshots = new List<SequenceSnapshot>();
        for (int index = 0; index < 3; index++)
        {
            var shard = new Partition(Seed: 9, index, 3);
            SequenceTracker tracker = StreamCounts.Levels(input, StreamCounts.Options with { Partition = shard, AllowedLateness = TimeSpan.FromSeconds(4) });
            StreamRow[] shuffled = [.. input.Rows.Where(r => shard.Owns(r.Entity)).Select(static (row, i) => (row, i)).OrderBy(x => x.row.At + (input.Ties == EventTies.Input ? 0 : random.Next(5))).ThenBy(static x => x.i).Select(static x => x.row)];
            StreamCounts.AddBatches(tracker.Add, shuffled, random);
            snapshots.Add(tracker.Snapshot(input.AsOf));
        }

        return StreamCounts.Text(SequenceSnapshot.Merge(snapshots)) == StreamCounts.Expected(input);
    });

    [Fact]
    public void Thousands_of_entities_in_parts_count_the_same()
    {
        int seed = 0;
        foreach ((EventTies ties, AttemptPolicy attempts) in new[] { (EventTies.Any, AttemptPolicy.Best), (EventTies.Input, AttemptPolicy.LatestStart), (EventTies.Strict, AttemptPolicy.FirstEntry) })
        {
            StreamCase input = StreamCases.DrawGrouped(new Random(seed++), ties, attempts, excludes: true, entities: 9_000, events: 50_000);
            string expected = StreamCounts.Expected(input);
            Assert.Equal(expected, StreamCounts.Text(InBatches(input, StreamCounts.Options)));
            Assert.Equal(expected, StreamCounts.Text(InBatches(input, StreamCounts.Options with { Workers = 3, ParallelFrom = 1 })));
        }
    }

    [Theory]
    [InlineData(EventTies.Any)]
    [InlineData(EventTies.Input)]
    [InlineData(EventTies.Strict)]
    public void All_endings_and_reached_steps_occur_in_the_generated_streams(EventTies ties)
    {
        var seen = new long[4];
        int dependent = 0;
        for (int seed = 0; seed < Streams; seed++)
        {
            StreamCase input = StreamCases.DrawGrouped(new Random(seed), ties, AttemptPolicy.LatestStart, excludes: true);
            SequenceSnapshot snapshot = InBatches(input, StreamCounts.Options);
            foreach (SequenceEnding ending in Enum.GetValues<SequenceEnding>())
                seen[(int)ending] += Enumerable.Range(0, input.Steps).Sum(step => snapshot.EndedAt(step, ending));
            StreamCase without = input with { Exclusions = [], Rows = [.. input.Rows.Select(r => r.Step > input.Steps ? r with { Step = 0 } : r)] };
            SequenceSnapshot all = StreamCounts.Replayed(without).Snapshot(input.AsOf);
            dependent += Enumerable.Range(0, input.Steps).Any(step => all.Reached(step) != snapshot.Reached(step)) ? 1 : 0;
        }

        Assert.All(seen, static count => Assert.InRange(count, 40, long.MaxValue));
        Assert.InRange(dependent, Streams / 10, Streams);
    }

    [Fact]
    public void What_is_served_is_told()
    {
        SequenceDefinition first = Shop(new SequenceRules { Attempts = AttemptPolicy.FirstEntry });
        Assert.False(new SequenceTracker(first).KeepsEvents);
        Assert.True(new SequenceTracker(first, new SequenceOptions { Detail = SequenceDetail.Chains }).KeepsEvents);
        Assert.True(new SequenceTracker(first, new SequenceOptions { StepMasks = true }).KeepsEvents);
        Assert.Contains("has exclusions, strict ties or first entry, which sorted input is not counted with. Use SequenceTracker.", Assert.Throws<ArgumentException>(() => new SortedSequenceCounter(first, DateTimeOffset.UnixEpoch)).Message, StringComparison.Ordinal);

        SequenceDefinition excluding = SequenceDefinition.Create("s").Step("a").Step("b").Exclude("x", "a", "b").Within(TimeSpan.FromDays(1));
        Assert.False(new SequenceTracker(excluding).KeepsEvents);
        Assert.Throws<ArgumentException>(() => new SequenceTracker(excluding, new SequenceOptions { ForgetAfter = TimeSpan.FromDays(2) }));
        Assert.False(new SequenceTracker(first, new SequenceOptions { ForgetAfter = TimeSpan.FromDays(9) }).KeepsEvents);
    }

    [Fact]
    public void Masks_that_no_event_name_has_are_counted_as_long_as_they_can_be_told_apart()
    {
        SequenceBuilder builder = SequenceDefinition.Create("s").Step("a").Step("b");
        for (int i = 0; i < 10; i++)
            builder = builder.Exclude(FormattableString.Invariant($"x{i}"), "a", "b");
        var tracker = new SequenceTracker(builder.Within(TimeSpan.FromDays(1)), StreamCounts.Options);
        var refused = new List<ArgumentException>();
        for (int mask = 0; mask < 300; mask++)
        {
            tracker.Add(new SequenceEvent(mask, 1, 1));
            if (Record.Exception(() => tracker.Add(new SequenceEvent(mask, 2, 0, (ulong)mask))) is ArgumentException error)
                refused.Add(error);
            tracker.Add(new SequenceEvent(mask, 3, 2));
        }

        Assert.Equal(300 - 1 - 252, refused.Count); // of 255 two are steps, and one is an exclusion that is not used; what does nothing needs none
        Assert.Contains("it is the 256th different combination of a step and exclusions, and no more than 255 can be told apart; set SequenceOptions.StepMasks", refused[0].Message, StringComparison.Ordinal);
        Assert.Equal((300, 300 - 252), (tracker.Snapshot(DateTimeOffset.FromUnixTimeSeconds(9)).Reached(0), tracker.Snapshot(DateTimeOffset.FromUnixTimeSeconds(9)).Reached(1)));
    }

    private static SequenceDefinition Shop(SequenceRules rules) => SequenceDefinition.Create("shop").Step("a").Step("b").Step("c").Within(TimeSpan.FromDays(7), rules);

    private static SequenceSnapshot InBatches(StreamCase input, SequenceOptions options)
    {
        SequenceTracker tracker = StreamCounts.Levels(input, options);
        StreamCounts.AddBatches(tracker.Add, input.Rows, new Random(input.Rows.Count));
        return tracker.Snapshot(input.AsOf);
    }

    private static void Hold(EventTies ties, AttemptPolicy attempts, bool excludes, int streams, Func<StreamCase, bool> property) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(streams),
        Prop.ForAll(StreamCases.Grouped(ties, attempts, excludes), property));
}
