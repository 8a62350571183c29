namespace SalesFunnel.Metrics.Data;

/// <summary>Gives bytes that were read ahead once more, then the rest of the stream, and then perhaps more bytes.</summary>
internal sealed class ReplayStream(ReadOnlyMemory<byte> head, Stream rest, ReadOnlyMemory<byte> tail = default) : Stream
{
    private ReadOnlyMemory<byte> _head = head;
    private ReadOnlyMemory<byte> _tail = tail;

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
        if (_head.IsEmpty)
        {
            if (rest.Read(buffer) is var read && (read > 0 || _tail.IsEmpty || buffer.IsEmpty))
                return read;
            (_head, _tail) = (_tail, default);
        }

        int count = Math.Min(buffer.Length, _head.Length);
        _head.Span[..count].CopyTo(buffer);
        _head = _head[count..];
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
            rest.Dispose();
        base.Dispose(disposing);
    }
}
