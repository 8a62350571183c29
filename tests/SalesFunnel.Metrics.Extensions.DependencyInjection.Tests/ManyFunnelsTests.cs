using Microsoft.Extensions.DependencyInjection;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

[Collection(RunsAlone.Name)]
public class ManyFunnelsTests
{
    private const int Funnels = 10_000;

    [Fact]
    public async Task Ten_thousand_idle_funnels_cost_little_memory()
    {
        await using var monitors = new FunnelMonitors([]);
        IFunnelMonitor[] made = new IFunnelMonitor[Funnels];
        string[] names = [.. Enumerable.Range(0, Funnels).Select(static i => $"tenant-{i}")];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < Funnels; i++)
            made[i] = monitors.GetOrAdd(names[i], Live.Funnel);
        long each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Funnels;
        Assert.InRange(each, 100, 2_500);
        GC.KeepAlive(made);
    }

    [Fact]
    public async Task Ten_thousand_registered_funnels_count_each_for_itself()
    {
        var services = new ServiceCollection();
        for (int i = 0; i < Funnels; i++)
            services.AddSalesFunnel($"tenant-{i}", Live.Funnel);
        await using ServiceProvider provider = services.BuildServiceProvider();
        IFunnelMonitors monitors = provider.GetRequiredService<IFunnelMonitors>();
        for (int i = 0; i < Funnels; i += 100)
            monitors.Get($"tenant-{i}").Add(Live.Deals(1, 1 + (i / 100)).Batch);
        for (int i = 0; i < Funnels; i += 100)
            Assert.Equal(1 + (i / 100), (await monitors.Get($"tenant-{i}").SnapshotAsync()).Leads);
        Assert.Equal(Funnels, monitors.Names.Count);
    }
}
