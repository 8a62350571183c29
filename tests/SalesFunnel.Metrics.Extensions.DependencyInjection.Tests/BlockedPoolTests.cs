namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

/// <summary>A pool of which every thread is a blocked writer, and that may not grow: what waits for a thread of it waits for ever.</summary>
[Collection(RunsAlone.Name)]
public class BlockedPoolTests
{
    private const int Writers = 64;
    private const int MoreThreads = 6; // the test host has some of its own that never end
    private const int Batches = 20;
    private const int DealsPerBatch = 150; // 400 events, four times the queue

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Blocked_writers_on_all_threads_of_the_pool_count_themselves(int readers)
    {
        await using FunnelMonitors monitors = Live.Of(time: TimeProvider.System, configure: static o => o.QueueCapacity = 100);
        IFunnelMonitor monitor = monitors.Get("b2b");
        ThreadPool.GetMaxThreads(out int threads, out int ports);
        Assert.True(ThreadPool.SetMaxThreads(Math.Max(Environment.ProcessorCount, ThreadPool.ThreadCount) + MoreThreads, ports));
        try
        {
            Assert.True(AllEnd(monitor, readers), "Writers, or a reader, were stuck for a minute.");
        }
        finally
        {
            ThreadPool.SetMaxThreads(threads, ports);
        }

        Assert.Equal(Writers * Batches * DealsPerBatch, (await monitor.SnapshotAsync()).Leads);
    }

    /// <summary>Holds this thread, since a timer would need one of the pool to say that time is up.</summary>
    private static bool AllEnd(IFunnelMonitor monitor, int readers)
    {
        Task[] writing = [.. Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write(monitor, w * 10_000L)))];
        Task[] reading = [.. Enumerable.Range(0, readers).Select(_ => Task.Run(() => ReadAsync(monitor, writing)))];
        return Task.WaitAll([.. writing, .. reading], TimeSpan.FromMinutes(1));
    }

    private static void Write(IFunnelMonitor monitor, long firstDeal)
    {
        for (int batch = 0; batch < Batches; batch++)
            monitor.Add(Live.Deals(firstDeal + (batch * DealsPerBatch), DealsPerBatch).Batch);
    }

    private static async Task ReadAsync(IFunnelMonitor monitor, Task[] until)
    {
        do
            await monitor.SnapshotAsync();
        while (!Array.TrueForAll(until, static task => task.IsCompleted));
    }
}
