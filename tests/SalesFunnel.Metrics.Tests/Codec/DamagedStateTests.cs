using System.Buffers.Binary;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Codec;

/// <summary>Whatever the bytes: a typed error that says what and where, or a snapshot that could have been written. <c>docs/fuzzing.md</c> says how to run more.</summary>
public class DamagedStateTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, SnapshotSeeds.All.Count)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_flipped_bit_is_noticed(int seed)
    {
        byte[] bytes = [.. SnapshotSeeds.All[seed]];
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            StateFormatError expected = (bit / 8) switch
            {
                < 4 => StateFormatError.NotRecognised,
                4 => StateFormatError.UnknownVersion,
                5 => StateFormatError.OtherKind,
                >= 8 and < 12 => SnapshotBytes.Refusal(bytes).Error is var e and (StateFormatError.Truncated or StateFormatError.TooLong) ? e : 0,
                _ => StateFormatError.Checksum,
            };
            Assert.Equal(expected, SnapshotBytes.Refusal(bytes).Error);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(bytes, SnapshotCodec.ToBytes(SnapshotCodec.Read(bytes)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_truncation_is_noticed_also_when_header_and_checksum_agree_with_it(int seed)
    {
        byte[] bytes = SnapshotSeeds.All[seed];
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(StateFormatError.Truncated, SnapshotBytes.Refusal(bytes[..length]).Error);
            if (length >= StateFrame.Length)
                Assert.Equal(StateFormatError.Inconsistent, SnapshotBytes.Refusal(SnapshotBytes.Seal(bytes[..length])).Error);
        }

        Assert.Equal(StateFormatError.TooLong, SnapshotBytes.Refusal([.. bytes, 0]).Error);
        Assert.Equal(StateFormatError.Inconsistent, SnapshotBytes.Refusal(SnapshotBytes.Seal([.. bytes, 0])).Error);
    }

    [Fact]
    public void Every_changed_byte_under_a_right_checksum_gives_a_typed_error_or_a_snapshot_that_can_be_written()
    {
        MutatedStates.Hold(SnapshotSeeds.All);
    }

    [Fact]
    public void Counts_larger_than_the_bytes_that_are_left_allocate_nothing()
    {
        byte[] bytes = SnapshotSeeds.Classic;
        byte[] huge = [.. bytes[..StateFrame.Length], .. new byte[8], 0xFF, 0xFF, 0xFF, 0xFF, 0x07]; // a name of 2 GiB
        SnapshotBytes.Refusal(SnapshotBytes.Seal(huge));
        long before = GC.GetAllocatedBytesForCurrentThread();
        StateFormatException error = SnapshotBytes.Refusal(huge);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
        Assert.Equal((StateFormatError.Inconsistent, 24), (error.Error, (int)error.Offset));
    }

    [Fact]
    public void Errors_say_what_is_wrong_where_and_what_to_do()
    {
        byte[] bytes = [.. SnapshotSeeds.Classic];
        Assert.Contains("89 53 46 4D", SnapshotBytes.Refusal("stage,deals\n"u8.ToArray()).Message, StringComparison.Ordinal);
        Assert.Contains("the header alone takes 16", SnapshotBytes.Refusal([]).Message, StringComparison.Ordinal);
        bytes[4] = 3;
        Assert.Contains("(byte 4): the format version is 3, this library knows 0", SnapshotBytes.Refusal(bytes).Message, StringComparison.Ordinal);
        bytes[4] = 0;
        bytes[5] = 2;
        Assert.Contains("(byte 5): the kind is 2", SnapshotBytes.Refusal(bytes).Message, StringComparison.Ordinal);
        bytes[5] = 1;
        bytes[^1] ^= 1;
        Assert.Contains("the bytes were changed", SnapshotBytes.Refusal(bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_funnel_or_calendar_than_expected_is_refused_by_name()
    {
        byte[] bytes = SnapshotSeeds.All[2];
        FunnelDefinition funnel = SnapshotCodec.Read(bytes).Definition;
        CohortCalendar berlin = SnapshotCodec.Read(bytes).Calendar!;

        StateFormatException error = Assert.Throws<StateFormatException>(() => SnapshotCodec.Read(bytes, FunnelDefinition.Classic));
        Assert.Contains("its funnel is Zwölf: Anfang > b > z, expected Classic", error.Message, StringComparison.Ordinal);
        Assert.Equal(StateFormatError.NotExpected, error.Error);
        Assert.Contains("calendar is Month in Europe/Berlin, expected Month in UTC", Assert.Throws<StateFormatException>(() => SnapshotCodec.Read(bytes, funnel, TestFunnels.Calendar(CohortUnit.Month, "UTC"))).Message, StringComparison.Ordinal);
        Assert.Same(berlin, SnapshotCodec.Read(bytes, funnel, berlin).Calendar);
        Assert.Same(FunnelDefinition.Classic, SnapshotCodec.Read(SnapshotSeeds.Classic, FunnelDefinition.Classic).Definition);
    }

    [Theory]
    [InlineData("Mars/Olympus_Mons")]
    [InlineData("../../../../dev/null")]
    [InlineData("/dev/zero")]
    [InlineData("europe/BERLIN")]
    public void A_zone_that_the_system_does_not_know_is_named_and_no_other_file_is_opened(string id)
    {
        CohortCalendar calendar = CohortCalendar.Of(CohortUnit.Year, TimeZoneInfo.CreateCustomTimeZone(id, TimeSpan.FromHours(2), id, id));
        byte[] bytes = SnapshotCodec.ToBytes(StageSnapshot.Empty(FunnelDefinition.Classic, DateTimeOffset.UnixEpoch, calendar: calendar));
        StateFormatException error = SnapshotBytes.Refusal(bytes);

        Assert.Equal(StateFormatError.UnknownZone, error.Error);
        Assert.Contains($"'{id}'", error.Message, StringComparison.Ordinal);
        Assert.Same(calendar, SnapshotCodec.Read(bytes, FunnelDefinition.Classic, calendar).Calendar);
    }

    [Fact]
    public void The_checksum_is_CRC_32C()
    {
        // "123456789" has the CRC-32C E3069283: as nine bytes behind an empty front it must come out.
        byte[] state = [.. new byte[StateFrame.Length], .. "123456789"u8];
        uint withFront = StateFrame.Checksum(state);
        uint bitwise = uint.MaxValue;
        foreach (byte b in (byte[])[.. new byte[12], .. "123456789"u8])
        {
            bitwise ^= b;
            for (int i = 0; i < 8; i++)
                bitwise = (bitwise >> 1) ^ ((bitwise & 1) * 0x82F63B78);
        }

        Assert.Equal(~bitwise, withFront);
    }

    [Fact]
    public void The_bytes_of_a_small_snapshot_are_those_of_the_format_page()
    {
        StageSnapshot s = StageSnapshot.Empty(FunnelDefinition.Create("F").Stage("a").Won("b"), DateTimeOffset.UnixEpoch);
        byte[] bytes = SnapshotCodec.ToBytes(s);
        Assert.Equal("8953464D00010000", Convert.ToHexString(bytes[..8]));
        Assert.Equal(bytes.Length - 16, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)));
        Assert.Equal(s.Definition.Fingerprint, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(16)));
        Assert.Equal("0146" + "02" + "01610161" + "00" + "01620162" + "01" + "077365676D656E74" + "00" + "00" + "00" + "04" + "0000000000000000" + "00" + "0000000000" + "00" + "00" + "00", Convert.ToHexString(bytes[24..]));
    }

    [Fact]
    public void A_name_that_is_no_text_is_refused_when_it_is_written() =>
        Assert.Contains("surrogate", Assert.Throws<ArgumentException>(() => SnapshotCodec.ToBytes(StageSnapshot.Empty(FunnelDefinition.Create("\uD800").Stage("a").Won("b"), DateTimeOffset.UnixEpoch))).Message, StringComparison.Ordinal);
}
