namespace SalesFunnel.Metrics.Stores.Tests;

/// <summary>The log of a process that dies: after so many blocks nothing reaches the file any more.</summary>
internal sealed class MortalLog(IEventLog log, long blocks) : IEventLog
{
    private long _left = blocks;

    public void Die() => Interlocked.Exchange(ref _left, 0);

    public ValueTask AppendAsync(string funnel, long number, ReadOnlyMemory<byte> block, CancellationToken cancellationToken = default) =>
        Interlocked.Decrement(ref _left) < 0 ? throw new IOException("The process is dead.") : log.AppendAsync(funnel, number, block, cancellationToken);

    public IAsyncEnumerable<LoggedBlock> ReadAsync(string funnel, long after, CancellationToken cancellationToken = default) => log.ReadAsync(funnel, after, cancellationToken);

    public ValueTask TrimAsync(string funnel, long upTo, CancellationToken cancellationToken = default) =>
        Interlocked.Read(ref _left) <= 0 ? throw new IOException("The process is dead.") : log.TrimAsync(funnel, upTo, cancellationToken);
}
