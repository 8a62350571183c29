using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

/// <summary>An event log in memory that can fail.</summary>
internal sealed class MemoryLog : IEventLog
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, byte[]> _blocks = [];

    public bool Fails { get; set; }

    public int Count
    {
        get
        {
            lock (_lock)
                return _blocks.Count;
        }
    }

    public ValueTask AppendAsync(string funnel, long number, ReadOnlyMemory<byte> block, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (Fails)
                throw new IOException("The disk is full.");
            if (_blocks.TryGetValue(number, out byte[]? known))
                Assert.Equal(known, block.ToArray());
            _blocks[number] = block.ToArray();
        }

        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<LoggedBlock> ReadAsync(string funnel, long after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        foreach (KeyValuePair<long, byte[]> block in _blocks.Where(b => b.Key > after).ToArray())
            yield return new LoggedBlock(block.Key, block.Value);
    }

    public ValueTask TrimAsync(string funnel, long upTo, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            foreach (long number in _blocks.Keys.Where(n => n <= upTo).ToArray())
                _blocks.Remove(number);
        }

        return ValueTask.CompletedTask;
    }
}
