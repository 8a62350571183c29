using System.IO.Compression;

namespace SalesFunnel.Metrics.Data;

/// <summary>Unpacks gzip, and notices when the file ends before its content does.</summary>
/// <remarks>The unpacker of the class library takes the end of a cut file for the end of its content. So a small packed piece of our own is put behind the file: only when
/// everything before it is whole does its content come out, whole, at the end.</remarks>
internal sealed class UnpackedStream : Stream
{
    private static readonly byte[] Mark = [.. "\u0001end of the packed file\u0004"u8];
    private static readonly byte[] PackedMark = Pack(Mark);

    private readonly GZipStream _inner;
    private readonly byte[] _held = new byte[1 << 14]; // unpacked, not yet given; the last bytes are kept back, as they may be the mark
    private int _start;
    private int _end;
    private bool _isOver;

    public UnpackedStream(Stream packed) => _inner = new GZipStream(new ReplayStream(default, packed, PackedMark), CompressionMode.Decompress);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
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
        int count = _inner.Read(_held.AsSpan(_end));
        _end += count;
        if (count > 0)
            return;
        if (!_held.AsSpan(0, _end).EndsWith(Mark))
            throw new InvalidDataException("It ends before its content does, or something that is not packed follows.");
        _isOver = true;
        _end -= Mark.Length;
    }
}
