using System.IO.Compression;

namespace SalesFunnel.Metrics.Data;

/// <summary>Unpacks gzip, and notices when the file ends before its content does.</summary>
/// <remarks>The unpacker of the class library takes the end of a cut file for the end of its content. So a small packed piece of our own is put behind the file: only when
/// everything before it is whole does its content come out, whole, at the end.</remarks>
internal sealed class UnpackedStream(Stream packed)
    : ForwardStream(new GZipStream(new ReplayStream(default, packed, PackedMark), CompressionMode.Decompress))
{
    private static readonly byte[] Mark = [.. "\u0001end of the packed file\u0004"u8];
    private static readonly byte[] PackedMark = Pack(Mark);

    private readonly byte[] _held = new byte[1 << 14]; // unpacked, not yet given; the last bytes are kept back, as they may be the mark
    private int _start;
    private int _end;
    private bool _isOver;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        while (!_isOver && _end - _start <= Mark.Length)
            Fill();
        int count = Math.Min(buffer.Length, _end - _start - (_isOver ? 0 : Mark.Length));
        _held.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    private static byte[] Pack(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var packed = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            packed.Write(content);
        return memory.ToArray();
    }

    private void Fill()
    {
        _held.AsSpan(_start, _end - _start).CopyTo(_held);
        (_start, _end) = (0, _end - _start);
        int count = Inner.Read(_held.AsSpan(_end));
        _end += count;
        if (count > 0)
            return;
        if (!_held.AsSpan(0, _end).EndsWith(Mark))
            throw new InvalidDataException("It ends before its content does, or something that is not packed follows.");
        _isOver = true;
        _end -= Mark.Length;
    }
}
