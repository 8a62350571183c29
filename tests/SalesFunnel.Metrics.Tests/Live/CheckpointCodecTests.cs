using SalesFunnel.Metrics.Testing;
using SalesFunnel.Metrics.Tests.Codec;

namespace SalesFunnel.Metrics.Tests.Live;

public class CheckpointCodecTests
{
    private static readonly DateTimeOffset s_savedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_checkpoint_reads_back_as_it_was_saved()
    {
        FunnelCheckpoint saved = Checkpoint();
        byte[] bytes = CheckpointCodec.ToBytes(saved);
        FunnelCheckpoint read = CheckpointCodec.Read(bytes, FunnelDefinition.Classic);
        Assert.Equal((saved.Number, saved.SavedAt, saved.LogNumber, saved.Refused, saved.Redelivered), (read.Number, read.SavedAt, read.LogNumber, read.Refused, read.Redelivered));
        Assert.Equal(saved.Sources, read.Sources);
        Assert.Equal(StageHistoryTrackerCodec.ToBytes(saved.Tracker), StageHistoryTrackerCodec.ToBytes(read.Tracker));
        Assert.Equal(bytes, CheckpointCodec.ToBytes(read));
    }

    [Fact]
    public void Any_flipped_bit_and_any_cut_is_told()
    {
        byte[] bytes = CheckpointCodec.ToBytes(Checkpoint());
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<StateFormatException>(() => CheckpointCodec.Read(bytes.AsSpan(0, length)));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<StateFormatException>(() => CheckpointCodec.Read(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Every_changed_byte_under_a_right_checksum_gives_a_typed_error_or_state_that_goes_on() => MutatedStates.Hold(LiveSeeds.All);

    [Fact]
    public void Another_funnel_is_refused() =>
        Assert.Equal(StateFormatError.NotExpected, Assert.Throws<StateFormatException>(() => CheckpointCodec.Read(CheckpointCodec.ToBytes(Checkpoint()), FunnelDefinition.Create("x").Stage("A").Won("B"))).Error);

    private static FunnelCheckpoint Checkpoint()
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic);
        for (long deal = 0; deal < 20; deal++)
        {
            tracker.Enter(deal, DateTimeOffset.UnixEpoch.AddDays(deal), 0, amount: 100 + deal);
            tracker.Enter(deal, DateTimeOffset.UnixEpoch.AddDays(deal + 1), (int)(deal % 4));
        }

        return new FunnelCheckpoint(tracker) { Number = 7, SavedAt = s_savedAt, LogNumber = 3, Refused = 2, Redelivered = 5, Sources = [new("a", 17), new("b", -4)] };
    }
}
