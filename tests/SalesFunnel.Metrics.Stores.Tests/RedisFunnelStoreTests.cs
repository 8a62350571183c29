using StackExchange.Redis;

namespace SalesFunnel.Metrics.Stores.Tests;

[NeedsServer(NeedsServerAttribute.Redis)]
public sealed class RedisFunnelStoreTests : FunnelStoreContract
{
    private readonly string _prefix = $"test:{Guid.NewGuid():N}:";
    private ConnectionMultiplexer? _connection;

    private IDatabase Database => _connection!.GetDatabase();

    [StoreFact]
    public async Task The_keys_are_as_documented()
    {
        for (int number = 8; number <= 10; number++)
            await Store.SaveAsync("b2b", number, Bytes(number));
        HashEntry[] fields = await Database.HashGetAllAsync(_prefix + "b2b");
        Assert.Equal(["0000000000000000009", "0000000000000000010"], fields.Select(static f => (string)f.Name!).Order(StringComparer.Ordinal));
        Assert.Null(await Database.KeyTimeToLiveAsync(_prefix + "b2b"));
        Assert.Equal($"field 0000000000000000010 of key '{_prefix}b2b' in database 0 of Redis", (await Store.LoadAsync("b2b"))!.Origin);
        await new RedisFunnelStore(Database, _prefix + "other:").SaveAsync("b2b", 1, Bytes(1)); // prefixes are apart
    }

    [StoreFact]
    public async Task A_server_that_forgot_its_scripts_is_given_them_again()
    {
        await Store.SaveAsync("b2b", 1, Bytes(1));
        await Database.ExecuteAsync("SCRIPT", "FLUSH");
        await Store.SaveAsync("b2b", 2, Bytes(2));
        await Database.ExecuteAsync("SCRIPT", "FLUSH");
        await AssertHeldAsync(Store, "b2b", null, 2, Bytes(2));
    }

    [StoreFact]
    public async Task A_connection_that_is_cut_leaves_the_old_or_the_new()
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(NeedsServerAttribute.Connection(NeedsServerAttribute.Redis));
        await using var proxy = new CuttingProxy(((System.Net.IPEndPoint)options.EndPoints[0]).Port);
        options.EndPoints.Clear();
        options.EndPoints.Add("127.0.0.1", proxy.Port);
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ClientName = Cuts.ClientName;
        options.ReconnectRetryPolicy = new LinearRetry(60_000); // no new connection by itself
        ConnectionMultiplexer? connection = null;
        IFunnelStore Through() // a new connection each time: one that was cut comes back only after a while
        {
            connection?.Dispose();
            connection = ConnectionMultiplexer.Connect(options);
            return new RedisFunnelStore(connection.GetDatabase(), _prefix);
        }

        try
        {
            await Cuts.AssertAllOrNothingAsync(proxy, Through, Store, static e => e is RedisConnectionException or RedisTimeoutException, async () =>
            {
                if (connection is not null)
                    await connection.DisposeAsync();
                return !((string)(await Database.ExecuteAsync("CLIENT", "LIST"))!).Contains(Cuts.ClientName, StringComparison.Ordinal);
            });
        }
        finally
        {
            connection?.Dispose();
        }
    }

    [StoreFact]
    public async Task What_is_larger_than_a_value_may_be_is_refused_with_what_to_do()
    {
        byte[] large = GC.AllocateUninitializedArray<byte>((512 << 20) + 1);
        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await Store.SaveAsync("b2b", 1, large));
        Assert.Contains("has 536870913 bytes; Redis takes 536870912", error.Message, StringComparison.Ordinal);
    }

    protected override async Task PrepareAsync() => _connection = await ConnectionMultiplexer.ConnectAsync(NeedsServerAttribute.Connection(NeedsServerAttribute.Redis) + ",asyncTimeout=30000");

    protected override async Task CleanAsync()
    {
        await foreach (RedisKey key in _connection!.GetServers()[0].KeysAsync(pattern: _prefix + "*"))
            await Database.KeyDeleteAsync(key);
        await _connection.DisposeAsync();
    }

    protected override IFunnelStore Open() => new RedisFunnelStore(Database, _prefix);
}
