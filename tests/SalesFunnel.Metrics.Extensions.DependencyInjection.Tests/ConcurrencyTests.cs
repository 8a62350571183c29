using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

public class ConcurrencyTests
{
    private const int Writers = 8;
    private const int Readers = 2;
    private const int DealsPerBatch = 150; // 400 events
    private static readonly DateTimeOffset s_asOf = Live.Start.AddYears(20);

    [Theory]
    [InlineData(10_000_000, 16_384)] // as it comes
    [InlineData(300_000, 300)] // smaller than a batch: writers wait all the time
    public async Task Eight_writers_and_readers_see_consistent_snapshots_and_exact_totals(int events, int queueCapacity)
    {
        int batches = events / 400 / Writers;
        var store = new MemoryStore();
        await using FunnelMonitors monitors = Live.Of(store, time: TimeProvider.System, configure: o => o.QueueCapacity = queueCapacity);
        IFunnelMonitor monitor = monitors.Get("b2b");
        using var done = new CancellationTokenSource();
        TaskCompletionSource[] reading = [.. Enumerable.Range(0, Readers).Select(static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        Task<int>[] readers = [.. reading.Select(first => Task.Run(() => ReadAsync(monitor, first, done.Token)))];
        await Task.WhenAll(reading.Zip(readers, static (first, reader) => Task.WhenAny(first.Task, reader))); // one that fails never has a first
        // Threads of their own, awaited: a test that holds a thread of the runner holds up all others.
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Factory.StartNew(() => Write(monitor, w, batches), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        byte[] live = SnapshotCodec.ToBytes(await monitor.SnapshotAsync(s_asOf));
        await done.CancelAsync();
        int snapshots = (await Task.WhenAll(readers)).Sum();

        Assert.True(snapshots > 1);
        Assert.Equal((400L * batches * Writers, 0L), (monitor.Status.Accepted, monitor.Status.Waiting));
        var tracker = new StageHistoryTracker(Live.Funnel);
        for (int batch = 0; batch < batches; batch++)
        {
            for (int writer = Writers - 1; writer >= 0; writer--) // another order of deals than any that was live
                tracker.Add(Live.Deals(FirstDeal(writer, batch), DealsPerBatch).Batch);
        }

        Assert.Equal(SnapshotCodec.ToBytes(tracker.Snapshot(s_asOf)), live);
    }

    private static long FirstDeal(int writer, int batch) => (writer * 1_000_000L) + (batch * (long)DealsPerBatch);

    private static void Write(IFunnelMonitor monitor, int writer, int batches)
    {
        for (int batch = 0; batch < batches; batch++)
            monitor.Add(Live.Deals(FirstDeal(writer, batch), DealsPerBatch).Batch);
    }

    private static async Task<int> ReadAsync(IFunnelMonitor monitor, TaskCompletionSource first, CancellationToken done)
    {
        int snapshots = 0;
        long leads = 0;
        while (!done.IsCancellationRequested)
        {
            StageSnapshot snapshot = await monitor.SnapshotAsync(s_asOf, CancellationToken.None);
            Assert.Empty(InvariantChecks.Verify(snapshot));
            Assert.True(snapshot.Leads >= leads);
            leads = snapshot.Leads;
            if (++snapshots % 4 == 0)
                await monitor.SaveAsync(CancellationToken.None);
            first.TrySetResult();
        }

        return snapshots;
    }
}
