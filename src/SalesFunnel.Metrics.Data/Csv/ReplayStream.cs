namespace SalesFunnel.Metrics.Data;

/// <summary>Gives bytes that were read ahead once more, then the rest of the stream, and then perhaps more bytes.</summary>
internal sealed class ReplayStream(ReadOnlyMemory<byte> head, Stream rest, ReadOnlyMemory<byte> tail = default) : ForwardStream(rest)
{
    private ReadOnlyMemory<byte> _head = head;
    private ReadOnlyMemory<byte> _tail = tail;

    public override int Read(Span<byte> buffer)
    {
        if (_head.IsEmpty)
        {
            if (Inner.Read(buffer) is var read && (read > 0 || _tail.IsEmpty || buffer.IsEmpty))
                return read;
            (_head, _tail) = (_tail, default);
        }

        int count = Math.Min(buffer.Length, _head.Length);
        _head.Span[..count].CopyTo(buffer);
        _head = _head[count..];
        return count;
    }
}
