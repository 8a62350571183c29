using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Codec;

/// <summary>Whatever the bytes of a sequence snapshot: a typed error that says what and where, or a snapshot that could have been written.</summary>
public class DamagedSequenceTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, SequenceSeeds.All.Count)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_flipped_bit_is_noticed(int seed)
    {
        byte[] bytes = [.. SequenceSeeds.All[seed]];
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            StateFormatError error = Refusal(bytes).Error;
            Assert.True(bit / 8 is < 6 or (>= 8 and < 12) || error == StateFormatError.Checksum, $"bit {bit}: {error}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(bytes, SequenceSnapshotCodec.ToBytes(SequenceSnapshotCodec.Read(bytes)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_truncation_is_noticed_also_when_header_and_checksum_agree_with_it(int seed)
    {
        byte[] bytes = SequenceSeeds.All[seed];
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(StateFormatError.Truncated, Refusal(bytes[..length]).Error);
            if (length >= StateFrame.Length)
                Assert.Equal(StateFormatError.Inconsistent, Refusal(Seal(bytes[..length])).Error);
        }

        Assert.Equal(StateFormatError.TooLong, Refusal([.. bytes, 0]).Error);
        Assert.Equal(StateFormatError.Inconsistent, Refusal(Seal([.. bytes, 0])).Error);
    }

    [Fact]
    public void Every_changed_byte_under_a_right_checksum_gives_a_typed_error_or_a_snapshot_that_can_be_written()
    {
        MutatedStates.Hold(SequenceSeeds.All);
    }

    [Fact]
    public void Snapshots_of_another_kind_or_sequence_are_refused_by_name()
    {
        Assert.Equal(StateFormatError.OtherKind, Refusal(SnapshotSeeds.Classic).Error);
        Assert.Equal(StateFormatError.OtherKind, SnapshotBytes.Refusal(SequenceSeeds.Chains).Error);
        SequenceDefinition other = SequenceDefinition.Create("other").Step("a").Within(TimeSpan.FromDays(1));
        StateFormatException error = Assert.Throws<StateFormatException>(() => SequenceSnapshotCodec.Read(SequenceSeeds.Chains, other));
        Assert.Equal(StateFormatError.NotExpected, error.Error);
        Assert.Contains("its sequence is Kauf: visit > cart > buy within 7.00:00:00, expected other: a", error.Message, StringComparison.Ordinal);
        SequenceDefinition same = SequenceSnapshotCodec.Read(SequenceSeeds.Chains).Definition;
        Assert.Same(same, SequenceSnapshotCodec.Read(SequenceSeeds.Chains, same).Definition);
    }

    [Fact]
    public void Counts_larger_than_the_bytes_that_are_left_allocate_nothing()
    {
        byte[] huge = [.. SequenceSeeds.Chains[..StateFrame.Length], .. new byte[8], 0xFF, 0xFF, 0xFF, 0xFF, 0x07]; // a name of 2 GiB
        Refusal(Seal(huge));
        long before = GC.GetAllocatedBytesForCurrentThread();
        StateFormatException error = Refusal(huge);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
        Assert.Equal((StateFormatError.Inconsistent, 24), (error.Error, (int)error.Offset));
    }

    [Fact]
    public void The_bytes_of_a_small_snapshot_are_those_of_the_format_page()
    {
        SequenceDefinition definition = SequenceDefinition.Create("S").Step("a").Step("b").Within(TimeSpan.FromTicks(20));
        var tracker = new SequenceTracker(definition, new SequenceOptions { Detail = SequenceDetail.Chains });
        tracker.Add(new SequenceEvent(long.MinValue + 5, -3, 1));
        tracker.Add(new SequenceEvent(long.MinValue + 5, -2, 2));
        tracker.Add(new SequenceEvent(long.MinValue + 7, -2, 1));
        byte[] bytes = SequenceSnapshotCodec.ToBytes(tracker.Snapshot(DateTimeOffset.UnixEpoch));
        Assert.Equal("8953464D00020000", Convert.ToHexString(bytes[..8]));
        string sequence = "0153" + "02" + "0161" + "00" + "00" + "01" + "0161" + "0162" + "00" + "00" + "01" + "0162" + "00" + "14" + "000000000000000000";
        string header = "00" + "00" + "00" + "0000000000000000" + "03" + "00" + "00" + "00";
        string chains = "01" + "02" + "05" + "03" + "00" + "03" + "01" + "02" + "01" + "02" + "02";
        Assert.Equal(sequence + header + chains, Convert.ToHexString(bytes[24..]));
    }

    private static StateFormatException Refusal(byte[] bytes) => Assert.Throws<StateFormatException>(() => SequenceSnapshotCodec.Read(bytes));

    private static byte[] Seal(byte[] bytes)
    {
        StateFrame.Write(bytes, StateFrame.SequenceSnapshotKind);
        return bytes;
    }
}
