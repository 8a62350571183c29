using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SalesFunnel.Metrics.Extensions.DependencyInjection;

namespace SalesFunnel.Metrics.Stores.Tests;

/// <summary>Live funnels over a log and a store of SQLite, whose process dies.</summary>
public sealed class LiveFunnelTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_asOf = s_start.AddYears(2);

    private static readonly FunnelDefinition s_funnel = FunnelDefinition.Create("B2B")
        .Stage("Lead", StageRole.Awareness).Stage("Qualified", StageRole.Interest).Stage("Proposal", StageRole.Decision).Won("Signed");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_confirmed_is_counted_after_the_process_died_and_nothing_twice()
    {
        EventBuffer events = Deals(200);
        int lost = 0;
        for (int seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            string file = _folder[$"events {seed}.db"];
            (int given, int confirmed) = (0, 0);
            for (int life = 0; life < 4; life++)
            {
                using var log = new SqliteEventLog(file);
                using var store = new SqliteFunnelStore(_folder[$"state {seed}.db"]);
                IFunnelMonitor monitor = Monitor(store, new MortalLog(log, random.Next(1, 12))); // abandoned without drain
                int counted = await CountedAsync(monitor, events);
                Assert.InRange(counted, confirmed, given); // all that was confirmed, and nothing that was not given
                given = confirmed = counted; // who gave the rest knows from the failed flush that it may be lost
                try
                {
                    while (given < events.Count)
                    {
                        int length = Math.Min(random.Next(1, 40), events.Count - given);
                        monitor.Add(events.Batch.Slice(given, length));
                        given += length;
                        await monitor.FlushAsync();
                        confirmed = given;
                        if (random.Next(3) == 0)
                            await monitor.SaveAsync();
                    }
                }
                catch (IOException)
                {
                    lost++;
                }
            }

            using (var log = new SqliteEventLog(file))
            using (var store = new SqliteFunnelStore(_folder[$"state {seed}.db"]))
                Assert.InRange(await CountedAsync(Monitor(store, log), events), confirmed, given);
        }

        Assert.True(lost > 8, $"Only {lost} processes died.");
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_passed_over_and_the_log_has_the_rest()
    {
        EventBuffer events = Deals(60);
        using var log = new SqliteEventLog(_folder["events.db"]);
        using var store = new SqliteFunnelStore(_folder["state.db"]);
        IFunnelMonitor monitor = Monitor(store, log);
        for (int from = 0; from < events.Count; from += 20)
        {
            monitor.Add(events.Batch.Slice(from, Math.Min(20, events.Count - from)));
            await monitor.FlushAsync();
            if (from is 40 or 80)
                Assert.True(await monitor.SaveAsync());
        }

        StoredCheckpoint latest = (await store.LoadAsync("b2b"))!;
        byte[] damaged = latest.Bytes.ToArray();
        damaged[damaged.Length / 2] ^= 16;
        Sql("state.db", $"UPDATE checkpoint SET bytes = x'{Convert.ToHexString(damaged)}' WHERE number = {latest.Number}");

        IFunnelMonitor again = Monitor(store, log);
        Assert.Equal(events.Count, await CountedAsync(again, events));
        string told = Assert.Single(again.Status.DamagedCheckpoints);
        Assert.StartsWith($"checkpoint {latest.Number} of funnel 'b2b' in the file '{_folder["state.db"]}':", told, StringComparison.Ordinal);
        Assert.Equal(events.Count, again.Status.Accepted);
    }

    [Fact]
    public async Task A_log_that_was_trimmed_further_than_the_state_reaches_is_told()
    {
        EventBuffer events = Deals(60);
        using var log = new SqliteEventLog(_folder["events.db"]);
        using (var store = new SqliteFunnelStore(_folder["state.db"]))
            await AddAndSaveAsync(Monitor(store, log), events);

        using var empty = new SqliteFunnelStore(_folder["another.db"]); // the wrong store, or one that was lost
        IFunnelMonitor monitor = Monitor(empty, log);
        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await monitor.SnapshotAsync(s_asOf));
        Assert.Contains("no longer has blocks 1 to ", error.Message, StringComparison.Ordinal);
        Assert.Contains("of funnel 'b2b'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Bring the store back that belongs to this log", error.Message, StringComparison.Ordinal);
        Assert.False(monitor.Status.IsRestored);
        monitor.Add(events.Batch.Slice(0, 1));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await monitor.FlushAsync()); // it does not go on from nothing
    }

    [Fact]
    public async Task A_new_log_beside_an_old_state_goes_on()
    {
        EventBuffer events = Deals(60);
        int half = events.Count / 2;
        using var store = new SqliteFunnelStore(_folder["state.db"]);
        using (var log = new SqliteEventLog(_folder["events.db"]))
        {
            IFunnelMonitor monitor = Monitor(store, log);
            monitor.Add(events.Batch.Slice(0, half));
            Assert.True(await monitor.SaveAsync());
        }

        using var replaced = new SqliteEventLog(_folder["new.db"]);
        IFunnelMonitor again = Monitor(store, replaced);
        Assert.Equal(half, await CountedAsync(again, events));
        again.Add(events.Batch.Slice(half, events.Count - half));
        await again.FlushAsync();
        Assert.Equal(events.Count, await CountedAsync(Monitor(store, replaced), events));
    }

    [Fact]
    public async Task The_log_stays_small_when_checkpoints_are_saved()
    {
        EventBuffer events = Deals(80);
        using var log = new SqliteEventLog(_folder["events.db"]);
        using var store = new SqliteFunnelStore(_folder["state.db"]);
        IFunnelMonitor monitor = Monitor(store, log);
        for (int i = 0; i < events.Count; i++)
        {
            monitor.Add(events.Batch.Slice(i, 1));
            await monitor.FlushAsync();
            if (i % 10 == 9)
                Assert.True(await monitor.SaveAsync());
        }

        Assert.InRange(Convert.ToInt32(Sql("events.db", "SELECT count(*) FROM block"), System.Globalization.CultureInfo.InvariantCulture), 10, 20);
    }

    [Fact]
    public async Task Registered_store_and_log_keep_what_a_container_counted()
    {
        EventBuffer events = Deals(40);
        for (int life = 0; life < 2; life++)
        {
            await using ServiceProvider provider = new ServiceCollection()
                .AddSingleton<IFunnelStore>(_ => new SqliteFunnelStore(_folder[Path.Combine("state", "funnels.db")]))
                .AddSingleton<IEventLog>(_ => new SqliteEventLog(_folder[Path.Combine("state", "events.db")]))
                .AddSalesFunnel("b2b", s_funnel)
                .BuildServiceProvider();
            IFunnelMonitor monitor = provider.GetRequiredKeyedService<IFunnelMonitor>("b2b");
            Assert.Equal(life * events.Count / 2, await CountedAsync(monitor, events));
            monitor.Add(events.Batch.Slice(life * events.Count / 2, events.Count / 2));
        }

        using var store = new SqliteFunnelStore(_folder[Path.Combine("state", "funnels.db")]);
        FunnelCheckpoint checkpoint = CheckpointCodec.Read((await store.LoadAsync("b2b"))!.Bytes.Span, s_funnel);
        Assert.Equal(events.Count, checkpoint.Tracker.EventCount);
    }

    /// <summary>How many events a funnel has counted, after a check that these are the first so many, byte for byte.</summary>
    private static async Task<int> CountedAsync(IFunnelMonitor monitor, EventBuffer events)
    {
        byte[] counted = SnapshotCodec.ToBytes(await monitor.SnapshotAsync(s_asOf));
        int applied = (int)monitor.Status.Applied;
        var tracker = new StageHistoryTracker(s_funnel);
        tracker.Add(events.Batch.Slice(0, applied));
        Assert.Equal(SnapshotCodec.ToBytes(tracker.Snapshot(s_asOf)), counted);
        return applied;
    }

    private static async Task AddAndSaveAsync(IFunnelMonitor monitor, EventBuffer events)
    {
        int half = events.Count / 2;
        foreach ((int from, int length) in ((int, int)[])[(0, half), (half, events.Count - half)])
        {
            monitor.Add(events.Batch.Slice(from, length));
            Assert.True(await monitor.SaveAsync());
        }

        Assert.True(await monitor.SaveAsync()); // the second of the two that are kept has it all now, so the log gives it up
    }

    // The clock stands, so nothing happens by itself after the process "died".
    private static IFunnelMonitor Monitor(IFunnelStore store, IEventLog log) =>
        new FunnelMonitors([new FunnelRegistration("b2b", static _ => s_funnel)], null, new FakeTimeProvider(s_start.AddYears(1)), store, log).Get("b2b");

    private static EventBuffer Deals(int deals)
    {
        var events = new EventBuffer();
        for (long deal = 1; deal <= deals; deal++)
        {
            DateTimeOffset at = s_start.AddMinutes(deal);
            events.Add(DealEvent.Enter(deal, at, 0, amount: 10m * deal));
            events.Add(DealEvent.Enter(deal, at.AddHours(1), (int)(deal % 3)));
            if (deal % 4 != 0)
                events.Add(deal % 4 == 1 ? DealEvent.Won(deal, at.AddHours(3)) : DealEvent.Lost(deal, at.AddHours(2)));
        }

        return events;
    }

    private object? Sql(string file, string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder[file]};Pooling=false");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // no text from outside
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
