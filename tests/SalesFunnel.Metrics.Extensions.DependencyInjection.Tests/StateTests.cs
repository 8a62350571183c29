using Microsoft.Extensions.Time.Testing;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

public class StateTests
{
    private static readonly DateTimeOffset s_asOf = Live.Start.AddYears(2);

    [Property(MaxTest = 100)]
    public async Task At_least_once_delivery_and_crashes_anywhere_count_each_event_once(PositiveInt seed)
    {
        var random = new Random(seed.Get);
        EventBuffer events = Live.Deals(1, random.Next(1, 80));
        long[] numbers = [.. Enumerable.Range(0, events.Count).Select(i => 100L + (3 * i))];
        var store = new MemoryStore();
        long forgotten = long.MinValue; // the source has nothing up to here any more
        byte[]? counted = null;
        int damagedAt = 0;
        while (counted is null)
        {
            FunnelMonitors monitors = Live.Of(store, configure: o => o.QueueCapacity = random.Next(1, 50)); // abandoned without drain: a crash
            IFunnelMonitor monitor = monitors.Get("b2b");
            IFunnelSource source = await monitor.OpenSourceAsync("orders");
            Assert.True((source.LastAccepted ?? long.MinValue) >= forgotten); // what the source forgot is counted
            int next = random.Next(0, Array.FindIndex(numbers, n => n > (source.LastAccepted ?? long.MinValue)) is var first and >= 0 ? first + 1 : numbers.Length);
            next = Math.Max(next, Array.FindIndex(numbers, n => n > forgotten));
            for (int steps = random.Next(1, 12); steps > 0 && next < events.Count; steps--)
            {
                int length = Math.Min(random.Next(1, 30), events.Count - next);
                source.Add(numbers.AsSpan(next, length), events.Batch.Slice(next, length));
                next += length;
                if (random.Next(3) == 0)
                    await monitor.SaveAsync();
                forgotten = source.LastSaved ?? forgotten;
            }

            if (next == events.Count)
                counted = SnapshotCodec.ToBytes(await monitor.SnapshotAsync(s_asOf));
            if (store.Saves - damagedAt >= 2 && random.Next(4) == 0)
            {
                store.Damage("b2b", fromLatest: 0);
                damagedAt = store.Saves; // the two that are kept are never both damaged
            }
        }

        Assert.Equal(Live.Bytes(events, s_asOf), counted);
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_told_and_the_one_before_it_used()
    {
        var store = new MemoryStore();
        EventBuffer events = Live.Deals(1, 10);
        await using (FunnelMonitors monitors = Live.Of(store))
        {
            IFunnelSource source = await monitors.Get("b2b").OpenSourceAsync("s");
            for (int i = 0; i < events.Count; i++)
            {
                await source.AddAsync(i, events.Batch[i]);
                if (i % 5 == 4)
                    Assert.True(await monitors.Get("b2b").SaveAsync());
            }

            Assert.Equal(19, source.LastSaved); // of the last but one: positions 4, 9, 14, 19, 24
        }

        store.Damage("b2b", fromLatest: 0);
        await using FunnelMonitors again = Live.Of(store);
        IFunnelMonitor monitor = again.Get("b2b");
        IFunnelSource reopened = await monitor.OpenSourceAsync("s");
        string damage = Assert.Single(monitor.Status.DamagedCheckpoints);
        Assert.Contains("checksum", damage, StringComparison.Ordinal);
        Assert.Contains("memory ", damage, StringComparison.Ordinal);
        Assert.Equal(24, reopened.LastAccepted);
        reopened.Add([.. Enumerable.Range(20, events.Count - 20).Select(static i => (long)i)], events.Batch.Slice(20, events.Count - 20));
        Assert.Equal(Live.Bytes(events, s_asOf), SnapshotCodec.ToBytes(await monitor.SnapshotAsync(s_asOf)));
        Assert.Equal(5, monitor.Status.Redelivered);
    }

    [Fact]
    public async Task After_a_restart_a_source_may_forget_nothing_until_two_checkpoints_hold_it()
    {
        var store = new MemoryStore();
        EventBuffer events = Live.Deals(1, 10);
        IFunnelMonitor crashed = Live.Of(store).Get("b2b"); // abandoned without drain
        IFunnelSource source = await crashed.OpenSourceAsync("s");
        for (int i = 0; i < 10; i++)
        {
            source.TryAdd(i, events.Batch[i]);
            if (i is 4 or 9)
                await crashed.SaveAsync();
        }

        Assert.Equal(4, source.LastSaved);
        await using FunnelMonitors monitors = Live.Of(store);
        IFunnelMonitor again = monitors.Get("b2b");
        IFunnelSource reopened = await again.OpenSourceAsync("s");
        Assert.False(await again.SaveAsync());
        Assert.Equal((9L, null), (reopened.LastAccepted, reopened.LastSaved));
        reopened.TryAdd(10, events.Batch[10]);
        Assert.True(await again.SaveAsync());
        Assert.Equal(9, reopened.LastSaved);
    }

    [Fact]
    public async Task After_a_damaged_checkpoint_two_whole_ones_are_saved_at_once()
    {
        var store = new MemoryStore();
        await using (FunnelMonitors first = Live.Of(store))
        {
            for (int round = 0; round < 2; round++)
            {
                first.Get("b2b").Add(Live.Deals(1 + (round * 10), 10).Batch);
                await first.Get("b2b").SaveAsync();
            }
        }

        int saves = store.Saves;
        store.Damage("b2b", fromLatest: 0);
        await using (FunnelMonitors second = Live.Of(store))
        {
            second.Get("b2b").Add(Live.Deals(100, 10).Batch);
            Assert.True(await second.Get("b2b").SaveAsync());
            Assert.Equal(saves + 2, store.Saves);
        }

        store.Damage("b2b", fromLatest: 0); // the next one too: the one before is whole
        await using FunnelMonitors third = Live.Of(store);
        Assert.Equal(20, (await third.Get("b2b").SnapshotAsync(s_asOf)).Leads);
        Assert.Single(third.Get("b2b").Status.DamagedCheckpoints);
    }

    [Fact]
    public async Task State_that_cannot_be_used_is_refused_not_replaced()
    {
        var store = new MemoryStore();
        await using (FunnelMonitors monitors = Live.Of(store))
        {
            monitors.Get("b2b").TryAdd(DealEvent.Enter(1, Live.Start, 0));
            await monitors.Get("b2b").SaveAsync();
        }

        await using (var otherFunnel = new FunnelMonitors([new FunnelRegistration("b2b", static _ => FunnelDefinition.Classic)], store: store))
        {
            var error = await Assert.ThrowsAsync<AggregateException>(() => otherFunnel.RestoreAsync());
            Assert.Contains("cannot be used", Assert.IsType<FunnelRestoreException>(error.InnerException).Message, StringComparison.Ordinal);
        }

        await using (FunnelMonitors otherRule = Live.Of(store, configure: o => o.Tracking = new TrackerOptions { Rule = CountingRule.Strict }))
            Assert.Contains("other choices", (await Assert.ThrowsAsync<FunnelRestoreException>(async () => await otherRule.Get("b2b").SnapshotAsync())).Message, StringComparison.Ordinal);

        store.Damage("b2b", fromLatest: 0);
        await using FunnelMonitors damaged = Live.Of(store);
        Assert.Contains("No saved state", (await Assert.ThrowsAsync<FunnelRestoreException>(async () => await damaged.Get("b2b").SnapshotAsync())).Message, StringComparison.Ordinal);
        Assert.False(damaged.Get("b2b").Status.IsRestored);
    }

    [Fact]
    public async Task A_slow_or_failing_store_holds_nothing_up_and_is_tried_again()
    {
        var hold = new TaskCompletionSource();
        var store = new MemoryStore { BeforeSave = () => hold.Task };
        var time = new FakeTimeProvider(Live.Start.AddYears(1));
        await using FunnelMonitors monitors = Live.Of(store, time: time, configure: o => o.SaveEvery = TimeSpan.FromSeconds(2));
        IFunnelMonitor monitor = monitors.Get("b2b");
        EventBuffer events = Live.Deals(1, 5_000);
        monitor.Add(events.Batch);
        await monitor.FlushAsync();
        time.Advance(TimeSpan.FromSeconds(3)); // a save begins and stays
        for (int i = 1; i <= 50; i++)
            monitor.Add(Live.Deals(i * 10_000, 5_000).Batch);
        await monitor.FlushAsync();
        Assert.Equal(51 * events.Count, monitor.Status.Applied, tolerance: 51);
        Assert.Equal(0, store.Saves);

        hold.SetException(new IOException("The disk is full."));
        await Eventually.Holds(() => monitor.Status.FailedSaves == 1);
        Assert.Equal("The disk is full.", monitor.Status.LastError);
        store.BeforeSave = null;
        await Eventually.Holds(() => store.Saves == 1, () => time.Advance(TimeSpan.FromSeconds(1)));
        await Eventually.Holds(() => monitor.Status.LastError is null);
        Assert.Equal(2, monitor.Status.LastCheckpoint);
    }

    [Fact]
    public async Task Another_process_that_saves_the_same_funnel_is_told()
    {
        var store = new MemoryStore();
        await using FunnelMonitors one = Live.Of(store);
        await using FunnelMonitors two = Live.Of(store);
        foreach (FunnelMonitors monitors in (FunnelMonitors[])[one, two])
            await monitors.Get("b2b").AddAsync(DealEvent.Enter(1, Live.Start, 0));
        await two.Get("b2b").FlushAsync();
        await one.Get("b2b").SaveAsync();
        await Assert.ThrowsAsync<CheckpointConflictException>(async () => await two.Get("b2b").SaveAsync());
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await two.Get("b2b").SaveAsync());
        Assert.Contains("another process", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<AggregateException>(() => two.DrainAsync());
    }

    [Fact]
    public async Task Events_in_the_log_survive_a_crash_and_are_trimmed_when_two_checkpoints_hold_them()
    {
        var store = new MemoryStore();
        var log = new MemoryLog();
        EventBuffer events = Live.Deals(1, 300);
        FunnelMonitors crashed = Live.Of(store, log);
        IFunnelMonitor monitor = crashed.Get("b2b");
        for (int start = 0; start < events.Count; start += 100)
        {
            monitor.Add(events.Batch.Slice(start, Math.Min(100, events.Count - start)));
            await monitor.FlushAsync(); // confirmed: in the log
            if (start is 300 or 600)
                await monitor.SaveAsync();
        }

        Assert.Equal(4, log.Count); // 8 blocks, 4 of them in both checkpoints
        store.Damage("b2b", fromLatest: 0);
        await using FunnelMonitors again = Live.Of(store, log);
        Assert.Equal(Live.Bytes(events, s_asOf), SnapshotCodec.ToBytes(await again.Get("b2b").SnapshotAsync(s_asOf)));
    }

    [Fact]
    public async Task A_failing_log_fills_the_queue_and_loses_nothing()
    {
        var log = new MemoryLog { Fails = true };
        var time = new FakeTimeProvider(Live.Start.AddYears(1));
        await using FunnelMonitors monitors = Live.Of(log: log, time: time, configure: o => o.QueueCapacity = 10);
        IFunnelMonitor monitor = monitors.Get("b2b");
        EventBuffer events = Live.Deals(1, 30);
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            monitor.TryAdd(events.Batch.Slice(0, 10));
            await monitor.FlushAsync();
        });
        Assert.Equal(10, monitor.TryAdd(events.Batch.Slice(10, 20)));
        Assert.Equal((20L, 0L, 10L), (monitor.Status.Accepted, monitor.Status.Applied, monitor.Status.Refused));
        await Eventually.Holds(() => monitor.Status.LastError == "The disk is full.");
        log.Fails = false;
        Task rest = Task.Run(() => monitor.Add(events.Batch.Slice(20, events.Count - 20)));
        await Eventually.Holds(() => rest.IsCompleted, () => time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(Live.Bytes(events, s_asOf), SnapshotCodec.ToBytes(await monitor.SnapshotAsync(s_asOf)));
    }

    [Fact]
    public async Task Closed_deals_beyond_reopening_are_compacted_when_state_is_saved()
    {
        var store = new MemoryStore();
        await using FunnelMonitors monitors = Live.Of(store, configure: o => o.Tracking = new TrackerOptions { ReopenWithin = TimeSpan.FromDays(30) });
        IFunnelMonitor monitor = monitors.Get("b2b");
        monitor.Add(Live.Deals(1, 3_000).Batch);
        await monitor.AddAsync(DealEvent.Enter(9_999_999, Live.Start.AddMonths(6), 0));
        long before = (await monitor.SnapshotAsync()).Leads;
        await monitor.SaveAsync();
        Assert.Equal(1_001, monitor.Status.Deals);
        Assert.Equal((3_001, 3_001), (before, (await monitor.SnapshotAsync()).Leads));
    }

    [Fact]
    public async Task Numbers_that_do_not_ascend_are_refused()
    {
        await using FunnelMonitors monitors = Live.Of();
        IFunnelSource source = await monitors.Get("b2b").OpenSourceAsync("s");
        EventBuffer events = Live.Deals(1, 1);
        Assert.Contains("number 5 after 5, in row 1", Assert.Throws<ArgumentException>(() => source.TryAdd([5, 5, 6], events.Batch)).Message, StringComparison.Ordinal);
        Assert.Contains("2 numbers for 3 events", Assert.Throws<ArgumentException>(() => source.TryAdd([5, 6], events.Batch)).Message, StringComparison.Ordinal);
    }
}
