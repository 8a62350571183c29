namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

/// <summary>A store in memory that can be slow, fail, or hold damaged bytes.</summary>
internal sealed class MemoryStore : IFunnelStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedList<long, byte[]>> _kept = [];

    public Func<Task>? BeforeSave { get; set; }

    public int Saves { get; private set; }

    public async ValueTask SaveAsync(string funnel, long number, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken = default)
    {
        if (BeforeSave is { } before)
            await before().WaitAsync(cancellationToken);
        lock (_lock)
        {
            if (!_kept.TryGetValue(funnel, out SortedList<long, byte[]>? list))
                _kept[funnel] = list = [];
            if (list.Count > 0 && list.Keys[^1] >= number)
                throw new CheckpointConflictException(funnel, number, list.Keys[^1]);
            list.Add(number, checkpoint.ToArray());
            while (list.Count > 2)
                list.RemoveAt(0);
            Saves++;
        }
    }

    public ValueTask<StoredCheckpoint?> LoadAsync(string funnel, long? before = null, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            SortedList<long, byte[]> list = _kept.GetValueOrDefault(funnel) ?? [];
            long number = list.Keys.Where(n => n < (before ?? long.MaxValue)).DefaultIfEmpty(-1).Max();
            return ValueTask.FromResult(number < 0 ? null : new StoredCheckpoint(number, list[number], $"memory {number}"));
        }
    }

    public void Damage(string funnel, int fromLatest)
    {
        lock (_lock)
        {
            byte[] bytes = _kept[funnel].Values[^(1 + fromLatest)];
            bytes[bytes.Length / 2] ^= 4;
        }
    }
}
