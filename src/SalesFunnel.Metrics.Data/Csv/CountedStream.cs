namespace SalesFunnel.Metrics.Data;

/// <summary>A stream that counts what was read from it, whether or not it knows its position.</summary>
internal sealed class CountedStream(Stream inner) : ForwardStream(inner)
{
    private readonly long? _length = inner.CanSeek ? inner.Length : null;

    public long BytesRead { get; private set; }

    public long TotalBytes => _length ?? BytesRead;

    public override int Read(Span<byte> buffer)
    {
        int count = Inner.Read(buffer);
        BytesRead += count;
        return count;
    }
}
