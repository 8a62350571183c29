namespace SalesFunnel.Metrics.Data.Tests.Hostile;

/// <summary>A header, and then one line of a given length made on the fly; knows neither its length nor its position.</summary>
internal sealed class EndlessLineStream(byte[] head, byte filling, long length) : Stream
{
    public long Given { get; private set; }

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
        int count = (int)Math.Min(buffer.Length, head.Length + length - Given);
        if (Given < head.Length)
        {
            count = Math.Min(count, head.Length - (int)Given);
            head.AsSpan((int)Given, count).CopyTo(buffer);
        }
        else
        {
            buffer[..count].Fill(filling);
        }

        Given += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
