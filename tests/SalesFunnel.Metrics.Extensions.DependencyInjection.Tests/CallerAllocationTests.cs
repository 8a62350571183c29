namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

/// <summary>A collection that another test causes would count the rest of an allocation buffer.</summary>
[Collection(RunsAlone.Name)]
public class CallerAllocationTests
{
    [Fact]
    public async Task The_callers_path_allocates_nothing()
    {
        await using FunnelMonitors monitors = Live.Of(configure: o => o.QueueCapacity = 1 << 16);
        IFunnelMonitor monitor = monitors.Get("b2b");
        EventBuffer events = Live.Deals(1, 200);
        for (int i = 0; i < 400; i++) // both buffers as long as they get
            monitor.Add(events.Batch);
        await monitor.FlushAsync();
        DealEvent single = events.Batch[0];
        long allocated = 0;
        var caller = new Thread(() =>
        {
            for (int round = 0; round < 30; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Use(10); // less than there is room for
                allocated += round < 10 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
                monitor.FlushAsync().AsTask().GetAwaiter().GetResult();
            }
        });
        caller.Start();
        caller.Join();
        Assert.Equal(0, allocated);

        void Use(int times)
        {
            for (int i = 0; i < times; i++)
            {
                monitor.TryAdd(events.Batch);
                monitor.TryAdd(single);
                monitor.Add(events.Batch);
                ValueTask added = monitor.AddAsync(single);
                if (!added.IsCompletedSuccessfully)
                    throw new InvalidOperationException("There was no room.");
            }
        }
    }
}
