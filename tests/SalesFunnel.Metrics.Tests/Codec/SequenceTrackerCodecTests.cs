using SalesFunnel.Metrics.Testing;
using SalesFunnel.Metrics.Tests.Sequences;

namespace SalesFunnel.Metrics.Tests.Codec;

public class SequenceTrackerCodecTests
{
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    public void A_tracker_that_is_saved_and_read_at_any_point_goes_on_as_if_it_had_not_been(bool keepsEvents, int lateness) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(StreamCases.Any(), input =>
        {
            var random = new Random(input.Rows.Count);
            var options = new SequenceOptions { Resolution = TimeResolution.Second, StepMasks = keepsEvents, AllowedLateness = TimeSpan.FromSeconds(lateness) };
            StreamRow[] rows = [.. input.Rows.Select((row, i) => (row, i)).OrderBy(x => x.row.At + random.Next(6)).ThenBy(static x => x.i).Select(static x => x.row)];
            DateTimeOffset asOf = DateTimeOffset.FromUnixTimeSeconds((rows.Length == 0 ? 0 : rows.Max(static r => r.At)) + 3);
            var whole = new SequenceTracker(input.Definition(), options);
            StreamCounts.AddOneByOne(whole, rows);

            int cut = random.Next(rows.Length + 1);
            var part = new SequenceTracker(input.Definition(), options);
            StreamCounts.AddOneByOne(part, rows.Take(cut));
            byte[] bytes = SequenceTrackerCodec.ToBytes(part);
            SequenceTracker again = SequenceTrackerCodec.Read(bytes, input.Definition());
            bool isSame = SequenceTrackerCodec.ToBytes(again).AsSpan().SequenceEqual(bytes) && again.LastEventAt == part.LastEventAt && again.EntityCount == part.EntityCount;
            StreamCounts.AddOneByOne(again, rows.Skip(cut));
            return isSame && StreamCounts.Text(again.Snapshot(asOf)) == StreamCounts.Text(whole.Snapshot(asOf)) && again.EventCount == whole.EventCount;
        }));

    [Fact]
    public void Every_changed_byte_under_a_right_checksum_gives_a_typed_error_or_a_tracker_that_goes_on()
    {
        Assert.All(SequenceSeeds.Live, static seed => Assert.Null(MutatedState.Judge(seed, out _)));
        MutatedStates.Hold(SequenceSeeds.Live);
    }

    [Fact]
    public void Every_flipped_bit_and_every_truncation_is_noticed()
    {
        foreach (byte[] seed in SequenceSeeds.Live.SkipLast(1)) // the last one is an index
        {
            byte[] bytes = [.. seed];
            for (int bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Throws<StateFormatException>(() => SequenceTrackerCodec.Read(bytes));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            for (int length = 0; length < bytes.Length; length++)
                Assert.Equal(StateFormatError.Truncated, Assert.Throws<StateFormatException>(() => SequenceTrackerCodec.Read(bytes.AsSpan(0, length))).Error);
        }
    }

    [Fact]
    public void State_of_a_newer_version_or_another_sequence_is_refused_by_name()
    {
        byte[] newer = [.. SequenceSeeds.Live[1]];
        newer[4]++;
        Assert.Equal(StateFormatError.UnknownVersion, Assert.Throws<StateFormatException>(() => SequenceTrackerCodec.Read(newer)).Error);
        SequenceDefinition other = SequenceDefinition.Create("other").Step("a").Within(TimeSpan.FromDays(1));
        Assert.Equal(StateFormatError.NotExpected, Assert.Throws<StateFormatException>(() => SequenceTrackerCodec.Read(SequenceSeeds.Live[1], other)).Error);
        Assert.Equal(StateFormatError.OtherKind, Assert.Throws<StateFormatException>(() => SequenceTrackerCodec.Read(SequenceSeeds.Chains)).Error);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(int.MaxValue - 1, false)] // its array would take 64 GB
    public void Dense_ids_come_back_as_an_array_only_where_they_are_dense(int largest, bool isDense)
    {
        SequenceDefinition definition = SequenceDefinition.Create("one").Step("a").Within(TimeSpan.FromDays(1));
        var tracker = new SequenceTracker(definition);
        tracker.Add(0, DateTimeOffset.UnixEpoch, "a");
        tracker.Add(largest, DateTimeOffset.UnixEpoch, "a");
        byte[] state = SequenceTrackerCodec.ToBytes(tracker);
        var dense = new SequenceTracker(definition, new SequenceOptions { DenseIds = true });
        dense.Add(0, DateTimeOffset.UnixEpoch, "a");
        byte[] flagged = SequenceTrackerCodec.ToBytes(dense);
        int flag = Enumerable.Range(StateFrame.Length, flagged.Length).First(i => flagged[i] != state[i]); // the first difference of the content
        state[flag] = flagged[flag];
        StateFrame.Write(state, StateFrame.SequenceTrackerKind);
        SequenceTracker again = SequenceTrackerCodec.Read(state);
        Assert.Equal(isDense, !again.Options.IdsHaveGaps);
        Assert.True(again.Options.DenseIds);
        Assert.Equal(state, SequenceTrackerCodec.ToBytes(again));
        Assert.Equal([(0, 1), (largest, 1)], again.Levels().Order());
    }

    [Fact]
    public void Thousands_of_entities_survive()
    {
        StreamCase input = StreamCases.Draw(new Random(5), entities: 9_000, events: 40_000);
        SequenceTracker tracker = StreamCounts.Levels(input);
        StreamCounts.AddOneByOne(tracker, input.Rows);
        SequenceTracker again = SequenceTrackerCodec.Read(SequenceTrackerCodec.ToBytes(tracker), workers: 2);
        Assert.Equal(StreamCounts.Text(tracker.Snapshot(input.AsOf)), StreamCounts.Text(again.Snapshot(input.AsOf)));
        Assert.Equal(tracker.Levels().Order(), again.Levels().Order());
    }

    [Fact]
    public void An_index_gives_the_same_ids_after_it_was_saved()
    {
        var index = new EntityIndex();
        for (int i = 0; i < 5_000; i++)
            index.GetOrAdd($"visitor {i * 7919 % 5_000}");
        EntityIndex again = EntityIndexCodec.Read(EntityIndexCodec.ToBytes(index));
        Assert.Equal(index.Count, again.Count);
        Assert.All(Enumerable.Range(0, index.Count), id => Assert.Equal(index.OuterId(id), again.OuterId(id)));
        Assert.Equal(0, again.GetOrAdd(index.OuterId(0)));
    }
}
