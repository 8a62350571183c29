namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

public class QueueTests
{
    private static readonly DateTimeOffset s_asOf = Live.Start.AddYears(2);

    [Fact]
    public async Task A_full_queue_refuses_and_counts_or_waits_as_the_caller_chose()
    {
        var hold = new TaskCompletionSource();
        var store = new SlowLoad(hold.Task); // nothing is counted before the state is read
        await using FunnelMonitors monitors = Live.Of(store, configure: o => o.QueueCapacity = 5);
        IFunnelMonitor monitor = monitors.Get("b2b");
        EventBuffer eight = Live.Deals(1, 3); // 1 won, 2 lost, 3 open: eight events
        Assert.Equal(5, monitor.TryAdd(eight.Batch));
        Assert.False(monitor.TryAdd(eight.Batch[5]));
        Assert.Equal((5, 4, 5), (monitor.Status.Accepted, monitor.Status.Refused, monitor.Status.Waiting));

        ValueTask single = monitor.AddAsync(eight.Batch[5]);
        Task rest = Task.Run(() => monitor.Add(eight.Batch.Slice(6, 2)));
        using (var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(20)))
            Assert.ThrowsAny<OperationCanceledException>(() => monitor.Add(eight.Batch, giveUp.Token));
        await Task.Delay(20);
        Assert.False(single.IsCompleted || rest.IsCompleted);
        hold.SetResult();
        await single;
        await rest;
        Assert.Equal(8, (await monitor.SnapshotAsync(s_asOf)).Visits(0) + (await monitor.SnapshotAsync(s_asOf)).Visits(1) + 2);
        Assert.Equal((8L, 4L, 0L), (monitor.Status.Accepted, monitor.Status.Refused, monitor.Status.Waiting));
    }

    [Property(MaxTest = 200)]
    public async Task Rows_columns_and_any_chunks_count_alike(PositiveInt seed)
    {
        var random = new Random(seed.Get);
        EventBuffer events = Live.Deals(seed.Get, random.Next(1, 40));
        await using FunnelMonitors monitors = Live.Of(configure: o => o.QueueCapacity = random.Next(1, 30));
        IFunnelMonitor monitor = monitors.Get("b2b");
        for (int start = 0; start < events.Count;)
        {
            int length = Math.Min(random.Next(1, 12), events.Count - start);
            DealEvent[] rows = [.. Enumerable.Range(start, length).Select(i => events.Batch[i])];
            switch (random.Next(3))
            {
                case 0:
                    await monitor.AddAsync(rows);
                    break;
                case 1:
                    foreach (DealEvent row in rows)
                        await monitor.AddAsync(row);
                    break;
                default:
                    monitor.Add(events.Batch.Slice(start, length));
                    break;
            }

            start += length;
        }

        Assert.Equal(Live.Bytes(events, s_asOf), SnapshotCodec.ToBytes(await monitor.SnapshotAsync(s_asOf)));
    }

    [Fact]
    public async Task A_drained_monitor_has_counted_and_saved_everything_and_takes_nothing_more()
    {
        var store = new MemoryStore();
        FunnelMonitors monitors = Live.Of(store);
        IFunnelMonitor monitor = monitors.Get("b2b");
        EventBuffer events = Live.Deals(1, 1_000);
        monitor.Add(events.Batch);
        await monitors.DrainAsync();
        Assert.Equal((events.Count, 0, 1), (monitor.Status.Applied, monitor.Status.Waiting, store.Saves));
        Assert.Throws<ObjectDisposedException>(() => monitor.TryAdd(events.Batch[0]));
        Assert.Throws<ObjectDisposedException>(() => monitors.GetOrAdd("other", Live.Funnel));
        await using FunnelMonitors again = Live.Of(store);
        Assert.Equal(Live.Bytes(events, s_asOf), SnapshotCodec.ToBytes(await again.Get("b2b").SnapshotAsync(s_asOf)));
    }

    [Fact]
    public async Task A_time_before_the_last_event_is_refused()
    {
        await using FunnelMonitors monitors = Live.Of();
        IFunnelMonitor monitor = monitors.Get("b2b");
        monitor.TryAdd(DealEvent.Enter(1, Live.Start, 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await monitor.SnapshotAsync(Live.Start.AddDays(-1)));
    }

    private sealed class SlowLoad(Task until) : IFunnelStore
    {
        public async ValueTask<StoredCheckpoint?> LoadAsync(string funnel, long? before = null, CancellationToken cancellationToken = default)
        {
            await until;
            return null;
        }

        public ValueTask SaveAsync(string funnel, long number, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
