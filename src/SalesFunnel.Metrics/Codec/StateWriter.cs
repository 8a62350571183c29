using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace SalesFunnel.Metrics;

/// <summary>Writes little-endian numbers, variable-length integers and strings; without a target it only counts their bytes.</summary>
internal ref struct StateWriter
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Span<byte> _target;
    private readonly bool _counts;

    public StateWriter(Span<byte> target) => _target = target;

    private StateWriter(bool counts) => _counts = counts;

    public static StateWriter Counting => new(counts: true);

    public long Position { get; private set; }

    public void Byte(byte value)
    {
        if (!_counts)
            _target[(int)Position] = value;
        Position++;
    }

    public void UInt64(ulong value)
    {
        if (!_counts)
            BinaryPrimitives.WriteUInt64LittleEndian(_target[(int)Position..], value);
        Position += sizeof(ulong);
    }

    public void UInt32(uint value)
    {
        if (!_counts)
            BinaryPrimitives.WriteUInt32LittleEndian(_target[(int)Position..], value);
        Position += sizeof(uint);
    }

    /// <summary>Seven bits a byte, lowest first; the highest bit says that more follow.</summary>
    public void Number(ulong value)
    {
        if (_counts)
        {
            Position += (BitOperations.Log2(value | 1) / 7) + 1;
            return;
        }

        int at = (int)Position;
        for (; value > 0x7F; value >>= 7)
            _target[at++] = (byte)(value | 0x80);
        _target[at++] = (byte)value;
        Position = at;
    }

    public void Number(long value) => Number(checked((ulong)value));

    /// <summary>Makes room for bytes of a known number.</summary>
    /// <returns>Where to write them; empty when bytes are only counted.</returns>
    public Span<byte> Bytes(long length)
    {
        Span<byte> room = _counts ? default : _target.Slice((int)Position, (int)length);
        Position += length;
        return room;
    }

    public void String(string value)
    {
        int length;
        try
        {
            length = s_strict.GetByteCount(value);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"The snapshot cannot be written: the name '{value}' holds half of a surrogate pair. Use well-formed text for names, keys, labels and dimensions.", nameof(value), e);
        }

        Number(length);
        if (!_counts)
            s_strict.GetBytes(value, _target[(int)Position..]);
        Position += length;
    }
}
