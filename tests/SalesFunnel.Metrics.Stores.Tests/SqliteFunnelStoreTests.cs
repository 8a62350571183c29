namespace SalesFunnel.Metrics.Stores.Tests;

public sealed class SqliteFunnelStoreTests : FunnelStoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("funnel-").FullName;
    private readonly List<IDisposable> _others = [];

    [Fact]
    public async Task A_log_may_use_the_same_file()
    {
        using var log = new SqliteEventLog(Path.Combine(_folder, "funnels.db"));
        await log.AppendAsync("b2b", 1, Bytes(1));
        await Store.SaveAsync("b2b", 7, Bytes(7));
        await log.AppendAsync("b2b", 2, Bytes(2));
        await Store.SaveAsync("b2c", 1, Bytes(3));
        await log.AppendAsync("b2c", 1, Bytes(4));
        await AssertHeldAsync(Store, "b2b", null, 7, Bytes(7));
        long[] numbers = await log.ReadAsync("b2b", 0).Select(static b => b.Number).ToArrayAsync();
        Assert.Equal([1, 2], numbers);
        Assert.Equal(Bytes(4), (await log.ReadAsync("b2c", 0).SingleAsync()).Bytes.ToArray());
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = new SqliteFunnelStore(Path.Combine(_folder, "closed.db"));
        store.Dispose();
        store.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.SaveAsync("b2b", 1, Bytes(1)));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.LoadAsync("b2b"));
    }

    protected override Task PrepareAsync() => Task.CompletedTask;

    protected override Task CleanAsync()
    {
        _others.ForEach(static o => o.Dispose());
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    protected override IFunnelStore Open() => new SqliteFunnelStore(Path.Combine(_folder, "funnels.db"));

    protected override IFunnelStore OpenAnother()
    {
        IFunnelStore another = Open();
        _others.Add((IDisposable)another);
        return another;
    }
}
