using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>The header that stands before every saved state: magic, version, kind, length and checksum of what follows.</summary>
internal static class StateFrame
{
    public const int Length = 16;
    public const byte Version = 0;
    public const byte SnapshotKind = 1;
    public const byte SequenceSnapshotKind = 2;
    public const byte SequenceTrackerKind = 3;
    public const byte EntityIndexKind = 4;
    public const byte StageHistoryTrackerKind = 5;
    public const byte CheckpointKind = 6;
    public const byte EventBlockKind = 7;

    private const int VersionAt = 4;
    private const int KindAt = 5;
    private const int ReservedAt = 6;
    private const int LengthAt = 8;
    private const int ChecksumAt = 12;

    // The first byte is no letter in any encoding, so text that was taken for a state is told apart at once.
    private static ReadOnlySpan<byte> Magic => [0x89, (byte)'S', (byte)'F', (byte)'M'];

    /// <summary>Writes the header of a state whose payload already stands behind it.</summary>
    public static void Write(Span<byte> state, byte kind)
    {
        Magic.CopyTo(state);
        state[VersionAt] = Version;
        state[KindAt] = kind;
        BinaryPrimitives.WriteUInt16LittleEndian(state[ReservedAt..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(state[LengthAt..], (uint)(state.Length - Length));
        BinaryPrimitives.WriteUInt32LittleEndian(state[ChecksumAt..], Checksum(state));
    }

    /// <summary>Checks everything that can be told without knowing the content.</summary>
    public static void Require(ReadOnlySpan<byte> state, byte kind)
    {
        int magic = Math.Min(state.Length, Magic.Length);
        if (!state[..magic].SequenceEqual(Magic[..magic]))
            throw Error(StateFormatError.NotRecognised, 0, "they do not start with 89 53 46 4D. Pass bytes that a codec of this library has written, whole and unchanged.");
        if (state.Length < Length)
            throw Error(StateFormatError.Truncated, state.Length, $"there are {Text(state.Length)} bytes, and the header alone takes {Length}. Fetch or write the state again.");
        if (state[VersionAt] != Version)
            throw Error(StateFormatError.UnknownVersion, VersionAt, $"the format version is {Text(state[VersionAt])}, this library knows {Version}. Read it with the version of the library that wrote it, or count again.");
        if (state[KindAt] != kind)
            throw Error(StateFormatError.OtherKind, KindAt, $"the kind is {Text(state[KindAt])}, what is read here has {Text(kind)}. Read it with the codec of its kind.");
        long expected = Length + (long)BinaryPrimitives.ReadUInt32LittleEndian(state[LengthAt..]);
        if (state.Length < expected)
            throw Error(StateFormatError.Truncated, state.Length, $"the header tells {Text(expected)} bytes in all, there are {Text(state.Length)}. Fetch or write the state again.");
        if (state.Length > expected)
            throw Error(StateFormatError.TooLong, expected, $"the header tells {Text(expected)} bytes in all, there are {Text(state.Length)}. Pass exactly one state.");
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(state[ChecksumAt..]);
        if (Checksum(state) is var actual && stored != actual)
            throw Error(StateFormatError.Checksum, ChecksumAt, string.Create(CultureInfo.InvariantCulture, $"the checksum is {actual:x8}, the header tells {stored:x8}: the bytes were changed. Fetch the state again, or count again."));
        if (BinaryPrimitives.ReadUInt16LittleEndian(state[ReservedAt..]) != 0)
            throw Error(StateFormatError.Inconsistent, ReservedAt, "bytes 6 and 7 are reserved and must be zero.");
    }

    /// <summary>CRC-32C of all bytes but the checksum itself.</summary>
    public static uint Checksum(ReadOnlySpan<byte> state) => ~Add(Add(uint.MaxValue, state[..ChecksumAt]), state[Length..]);

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return crc;
    }

    private static StateFormatException Error(StateFormatError error, long offset, string found) => new(error, offset, found);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
