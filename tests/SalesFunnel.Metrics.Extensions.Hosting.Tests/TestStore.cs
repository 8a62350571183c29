namespace SalesFunnel.Metrics.Extensions.Hosting.Tests;

/// <summary>A store without room whose saves do what a test wants.</summary>
internal sealed class TestStore(Func<Task> save, Func<Task>? load = null) : IFunnelStore
{
    public async ValueTask SaveAsync(string funnel, long number, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken = default) => await save();

    public async ValueTask<StoredCheckpoint?> LoadAsync(string funnel, long? before = null, CancellationToken cancellationToken = default)
    {
        await (load?.Invoke() ?? Task.CompletedTask);
        return null;
    }
}
