using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SalesFunnel.Metrics;

/// <summary>Reads what <see cref="StateWriter"/> writes. Never reads past the end, and takes only the one shortest form of each number.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> state, int start)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _state = state;

    public int Position { get; private set; } = start;

    public readonly int Left => _state.Length - Position;

    public byte Byte()
    {
        if (Left == 0)
            throw Inconsistent("the content ends in the middle of a value.");
        return _state[Position++];
    }

    public ulong UInt64()
    {
        if (Left < sizeof(ulong))
            throw Inconsistent("the content ends in the middle of a value.");
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(_state[Position..]);
        Position += sizeof(ulong);
        return value;
    }

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(sizeof(uint)));

    public ReadOnlySpan<byte> Bytes(int length)
    {
        if (Left < length)
            throw Inconsistent("the content ends in the middle of a value.");
        ReadOnlySpan<byte> bytes = _state.Slice(Position, length);
        Position += length;
        return bytes;
    }

    public ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Byte();
            if (shift == 63 && next > 1)
                throw Inconsistent("a number is larger than 64 bits.");
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return next != 0 || shift == 0 ? value : throw Inconsistent("a number is not in its shortest form.");
        }
    }

    /// <summary>A number of at most a bound.</summary>
    public long Number(long max, string what)
    {
        int at = Position;
        ulong value = Number();
        return value <= (ulong)max
            ? (long)value
            : throw Inconsistent(string.Create(CultureInfo.InvariantCulture, $"{what} is {value}, at most {max} is possible here."), at);
    }

    /// <summary>How many items follow: never more than the bytes that are left can hold, so nothing larger is ever allocated.</summary>
    public int Count(int minBytesEach, string what)
    {
        int at = Position;
        ulong count = Number();
        return count <= (ulong)(Left / minBytesEach)
            ? (int)count
            : throw Inconsistent(string.Create(CultureInfo.InvariantCulture, $"{what} is {count}, and the {Left} bytes that are left cannot hold so many."), at);
    }

    public string String(string what)
    {
        int at = Position;
        int length = Count(1, $"the length of {what}");
        ReadOnlySpan<byte> bytes = _state.Slice(Position, length);
        Position += length;
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw Inconsistent($"{what} is not UTF-8.", at, e);
        }
    }

    public readonly StateFormatException Inconsistent(string found, int? at = null, Exception? inner = null) =>
        new(StateFormatError.Inconsistent, at ?? Position, found + " The bytes were not written by this library, or damaged before their checksum was made; count again.", inner);
}
