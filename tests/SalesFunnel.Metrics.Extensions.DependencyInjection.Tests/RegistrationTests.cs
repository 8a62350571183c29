using Microsoft.Extensions.DependencyInjection;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

public class RegistrationTests
{
    [Fact]
    public async Task One_line_gives_a_live_funnel()
    {
        await using ServiceProvider provider = new ServiceCollection()
            .AddSalesFunnel("b2b", f => f.Stage("Lead", StageRole.Awareness).Stage("Proposal", StageRole.Decision).Won("Signed"))
            .BuildServiceProvider();
        IFunnelMonitor monitor = provider.GetRequiredKeyedService<IFunnelMonitor>("b2b");
        await monitor.AddAsync(DealEvent.Enter(1, Live.Start, 0));
        await monitor.AddAsync(DealEvent.Won(1, Live.Start.AddDays(1), 500m));
        StageSnapshot snapshot = await monitor.SnapshotAsync();
        Assert.Equal((1, 1, 500m), (snapshot.Leads, snapshot.Won, snapshot.WonAmount));
        Assert.Same(monitor, provider.GetRequiredService<IFunnelMonitors>().Get("b2b"));
        Assert.Equal("b2b", monitor.Definition.Name);
    }

    [Fact]
    public void All_errors_of_all_funnels_come_at_once()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddSalesFunnel("empty", f => f.Won("Signed"))
            .AddSalesFunnel("twice", f => f.Stage("A").Won("B"))
            .AddSalesFunnel("twice", f => f.Stage("A").Stage("C").Won("B"))
            .AddSalesFunnel("queue", f => f.Stage("A").Won("B"), o => o.QueueCapacity = 0)
            .AddSalesFunnel("rule", f => f.Stage("A").Won("B"), o => o.Tracking = new TrackerOptions { ReopenWithin = TimeSpan.FromDays(-1) })
            .AddSalesFunnel(" ", f => f.Stage("A").Won("B"))
            .AddSalesFunnels(o => o.MaxConcurrentSaves = 0)
            .BuildServiceProvider();
        var error = Assert.Throws<FunnelConfigurationException>(provider.GetRequiredService<IFunnelMonitors>);
        Assert.Equal(6, error.Errors.Count);
        foreach (string part in (string[])["'empty'", "'twice' is registered twice", "QueueCapacity is 0", "A time to re-open is not negative", "without a name", "MaxConcurrentSaves is 0"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Registering_the_same_funnel_twice_is_harmless()
    {
        var services = new ServiceCollection();
        services.AddSalesFunnel("b2b", Live.Funnel, o => o.QueueCapacity = 10).AddSalesFunnel("b2b", Live.Funnel, o => o.SaveEvery = TimeSpan.FromHours(1));
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Equal(["b2b"], provider.GetRequiredService<IFunnelMonitors>().Names);
    }

    [Fact]
    public void An_unknown_name_is_told_with_the_known_ones()
    {
        using ServiceProvider provider = new ServiceCollection().AddSalesFunnel("b2b", Live.Funnel).BuildServiceProvider();
        var error = Assert.Throws<ArgumentException>(() => provider.GetRequiredService<IFunnelMonitors>().Get("b2c"));
        Assert.Contains("There are: b2b", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tenants_come_while_the_process_runs()
    {
        using var monitors = new FunnelMonitors([], new SalesFunnelOptions { ConfigureAdded = o => o.QueueCapacity = 100 });
        IFunnelMonitor tenant = monitors.GetOrAdd("tenant-7", Live.Funnel);
        Assert.Same(tenant, monitors.GetOrAdd("tenant-7", Live.Funnel));
        Assert.Throws<ArgumentException>(() => monitors.GetOrAdd("tenant-7", FunnelDefinition.Classic));
        Assert.True(monitors.TryGet("tenant-7", out _));
        Assert.False(monitors.TryGet("tenant-8", out _));
    }
}
