using System.Buffers;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Codec;

/// <summary>A tracker that was saved goes on as if it had not been; bytes that no events can have left are refused.</summary>
public class StageHistoryTrackerCodecTests
{
    [Property]
    public void A_tracker_that_is_saved_and_read_at_any_points_goes_on_as_if_it_had_not_been(LogCase log, int seed)
    {
        var random = new Random(seed);
        TrackerOptions options = Options(log, random);
        var whole = new StageHistoryTracker(log.Definition, options);
        var saved = new StageHistoryTracker(log.Definition, options);
        foreach (DealEvent e in log.Events)
        {
            whole.Add(e);
            saved.Add(e);
            if (random.Next(6) == 0)
                Assert.Equal(whole.Compact(), saved.Compact());
            if (random.Next(4) == 0)
                saved = Again(saved, log);
        }

        saved = Again(saved, log);
        Assert.Equal(StageHistoryTrackerCodec.ToBytes(whole), StageHistoryTrackerCodec.ToBytes(saved));
        Assert.Equal(SnapshotCodec.ToBytes(whole.Snapshot(log.End)), SnapshotCodec.ToBytes(saved.Snapshot(log.End)));
    }

    [Property]
    public void Equal_histories_give_equal_bytes_however_they_were_handed_over(LogCase log, int seed)
    {
        TrackerOptions options = Options(log, new Random(seed));
        var columns = new StageHistoryTracker(log.Definition, options with { ExpectedDeals = 500 });
        columns.Add(new EventColumns(log.Events).Batch());
        columns.Snapshot(log.End);

        Assert.Equal(StageHistoryTrackerCodec.ToBytes(Engine.Track(log, options)), StageHistoryTrackerCodec.ToBytes(columns));
    }

    [Fact]
    public void Every_changed_byte_under_a_right_checksum_gives_a_typed_error_or_a_tracker_that_goes_on() => MutatedStates.Hold(TrackerSeeds.All);

    [Fact]
    public void Every_flipped_bit_and_every_truncation_is_noticed()
    {
        foreach (byte[] seed in TrackerSeeds.All)
        {
            byte[] bytes = [.. seed];
            for (int bit = 0; bit < bytes.Length * 8; bit += 3) // 3 and 8 share no factor: every byte, every bit
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Refusal(bytes);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            for (int length = 0; length < bytes.Length; length++)
            {
                Assert.Equal(StateFormatError.Truncated, Refusal(bytes[..length]).Error);
                if (length >= StateFrame.Length)
                    Assert.Equal(StateFormatError.Inconsistent, Refusal(Seal(bytes[..length])).Error);
            }

            Assert.Equal(StateFormatError.Inconsistent, Refusal(Seal([.. bytes, 0])).Error);
        }
    }

    [Fact]
    public void State_of_another_version_kind_funnel_or_calendar_is_refused_by_name()
    {
        byte[] state = TrackerSeeds.All[2];
        byte[] newer = [.. state];
        newer[4]++;
        Assert.Equal(StateFormatError.UnknownVersion, Refusal(newer).Error);
        Assert.Equal(StateFormatError.OtherKind, Refusal(SnapshotSeeds.Classic).Error);
        FunnelDefinition funnel = StageHistoryTrackerCodec.Read(state).Definition;
        Assert.Contains("expected Classic", Assert.Throws<StateFormatException>(() => StageHistoryTrackerCodec.Read(state, FunnelDefinition.Classic)).Message, StringComparison.Ordinal);
        CohortCalendar other = TestFunnels.Calendar(CohortUnit.Day, "UTC");
        Assert.Equal(StateFormatError.NotExpected, Assert.Throws<StateFormatException>(() => StageHistoryTrackerCodec.Read(state, funnel, other)).Error);
        Assert.Same(funnel, StageHistoryTrackerCodec.Read(state, funnel).Definition);
    }

    /// <summary>One deal that entered stage 0, then 1, and was won; each field changed to what no events can leave.</summary>
    [Theory]
    [InlineData(48, 9)] // a cell that does not exist
    [InlineData(52, 0)] // not created, and yet in a stage
    [InlineData(52, 1 | 4 | 8 | 32)] // won and lost
    [InlineData(52, 1 | 8)] // won and never was
    [InlineData(53, 255)] // flags that do not exist
    [InlineData(54, 3)] // beyond the last open stage
    [InlineData(55, 2)] // in a stage beyond the furthest
    [InlineData(56, 0)] // strict order missed a stage
    [InlineData(57, 1)] // the furthest stage was never entered
    [InlineData(58, 1)] // moved back from the first stage
    [InlineData(58, 2)] // the counters know of no move back
    [InlineData(0, 2)] // another deal with the id of the second one
    [InlineData(32, 99)] // the won amount is the same: only the amount changed, so this one is possible
    [InlineData(40, 99)] // another won amount than the counters hold
    public void A_deal_that_its_events_cannot_have_left_is_refused(int field, int value)
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic, new TrackerOptions());
        tracker.Enter(1, DateTimeOffset.UnixEpoch, 0, amount: 5);
        tracker.Enter(1, DateTimeOffset.UnixEpoch.AddDays(1), 1);
        tracker.Add(DealEvent.Won(1, DateTimeOffset.UnixEpoch.AddDays(2)));
        tracker.Enter(2, DateTimeOffset.UnixEpoch.AddDays(3), 0);
        byte[] state = StageHistoryTrackerCodec.ToBytes(tracker);
        int length = new DealStateCodec(FunnelDefinition.Classic.OpenStageCount).Length;
        state[state.Length - ((2 * length) + 1) + field] = (byte)value; // one byte follows the deals: no event waits
        Seal(state);

        if (field == 32)
            Assert.Equal(state, StageHistoryTrackerCodec.ToBytes(StageHistoryTrackerCodec.Read(state)));
        else
            Assert.Equal(StateFormatError.Inconsistent, Refusal(state).Error);
    }

    [Fact]
    public void Counts_that_no_deal_adds_up_to_are_refused_also_when_deals_were_compacted()
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic, new TrackerOptions { ReopenWithin = TimeSpan.Zero });
        tracker.Enter(1, DateTimeOffset.UnixEpoch, 0);
        tracker.Add(DealEvent.Won(1, DateTimeOffset.UnixEpoch));
        tracker.Enter(2, DateTimeOffset.UnixEpoch.AddDays(3), 0);
        tracker.Compact();
        byte[] state = StageHistoryTrackerCodec.ToBytes(tracker);
        Assert.Equal((1, 1L), (StageHistoryTrackerCodec.Read(state).DealCount, StageHistoryTrackerCodec.Read(state).CompactedDealCount));

        int deal = state.Length - 1 - new DealStateCodec(FunnelDefinition.Classic.OpenStageCount).Length;
        byte[] twice = [.. state];
        state.AsSpan(deal - 8, 8).CopyTo(twice.AsSpan(deal)); // the compacted deal as the one in the table
        Assert.Contains("compacted as well", Refusal(Seal(twice)).Message, StringComparison.Ordinal);
        byte[] closed = [.. state];
        closed[deal + 52] |= 4; // the open deal as lost
        Assert.Contains("add up to", Refusal(Seal(closed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_and_totals_come_back_and_spans_and_buffers_hold_the_same_bytes()
    {
        foreach (byte[] state in TrackerSeeds.All)
        {
            StageHistoryTracker tracker = StageHistoryTrackerCodec.Read(state);
            var buffer = new ArrayBufferWriter<byte>();
            StageHistoryTrackerCodec.Write(tracker, buffer);
            byte[] larger = new byte[state.Length + 7];
            Assert.False(StageHistoryTrackerCodec.TryWrite(tracker, new byte[state.Length - 1], out int none));
            Assert.True(StageHistoryTrackerCodec.TryWrite(tracker, larger, out int written));
            Assert.Equal((0, state.Length, state.Length), (none, written, StageHistoryTrackerCodec.GetByteCount(tracker)));
            Assert.True(buffer.WrittenSpan.SequenceEqual(state) && larger.AsSpan(0, written).SequenceEqual(state));
        }

        StageHistoryTracker last = StageHistoryTrackerCodec.Read(TrackerSeeds.All[^1]);
        Assert.Equal((TimeSpan.FromHours(30), TimeSpan.FromDays(2), 2, new Partition(7, 1, 3)), (last.Options.AllowedLateness, last.Options.ReopenWithin, last.Options.MaxSegmentValues, last.Options.Partition));
    }

    [Fact]
    public void After_reading_compaction_gives_memory_back()
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic, new TrackerOptions { ReopenWithin = TimeSpan.Zero });
        for (int deal = 0; deal < 5_000; deal++)
            tracker.Add(DealEvent.Lost(deal, DateTimeOffset.UnixEpoch));
        tracker.Enter(-1, DateTimeOffset.UnixEpoch.AddDays(1), 0);
        StageHistoryTracker again = StageHistoryTrackerCodec.Read(StageHistoryTrackerCodec.ToBytes(tracker));
        Assert.Equal(5_000, again.Compact());
        Assert.InRange(again.Deals.Bytes, 40_000, 120_000);
    }

    private static TrackerOptions Options(LogCase log, Random random) => Engine.TrackerOptions(log) with
    {
        ReopenWithin = random.Next(2) == 0 ? log.ReopenWithin : TimeSpan.FromHours(random.Next(50)),
        AllowedLateness = random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromHours(random.Next(90)),
        MaxSegmentValues = random.Next(2) == 0 ? 10_000 : 1 + random.Next(3),
        Partition = random.Next(3) == 0 ? new Partition(5, random.Next(2), 2) : default,
    };

    private static StageHistoryTracker Again(StageHistoryTracker tracker, LogCase log)
    {
        byte[] before = SnapshotCodec.ToBytes(tracker.Snapshot(log.End));
        byte[] bytes = StageHistoryTrackerCodec.ToBytes(tracker);
        StageHistoryTracker again = StageHistoryTrackerCodec.Read(bytes, log.Definition);
        Assert.Equal(bytes, StageHistoryTrackerCodec.ToBytes(again));
        Assert.Equal(bytes, StageHistoryTrackerCodec.ToBytes(tracker));
        Assert.Equal(before, SnapshotCodec.ToBytes(again.Snapshot(log.End)));
        Assert.Equal((tracker.EventCount, tracker.DealCount, tracker.CompactedDealCount, tracker.LastEventAt), (again.EventCount, again.DealCount, again.CompactedDealCount, again.LastEventAt));
        return again;
    }

    private static StateFormatException Refusal(byte[] bytes) => Assert.Throws<StateFormatException>(() => StageHistoryTrackerCodec.Read(bytes));

    private static byte[] Seal(byte[] bytes)
    {
        StateFrame.Write(bytes, StateFrame.StageHistoryTrackerKind);
        return bytes;
    }
}
