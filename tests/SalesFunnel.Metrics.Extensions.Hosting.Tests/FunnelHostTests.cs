using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SalesFunnel.Metrics.Extensions.DependencyInjection;

namespace SalesFunnel.Metrics.Extensions.Hosting.Tests;

public sealed class FunnelHostTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly LogLines _log = new();
    private readonly FakeTimeProvider _time = new(s_start.AddYears(1));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_does_not_start_with_wrong_funnels_and_all_errors_come_at_once()
    {
        using IHost host = Host(services => services
            .AddSalesFunnel("none", static f => f.Won("Signed"))
            .AddSalesFunnel("twice", static f => f.Stage("Lead").Stage("Lead").Won("Signed"), static o => o.QueueCapacity = 0)
            .AddSalesFunnelHosting());
        FunnelConfigurationException wrong = await Assert.ThrowsAsync<FunnelConfigurationException>(() => host.StartAsync());
        Assert.Collection(
            wrong.Errors,
            static e => Assert.StartsWith("Funnel 'none': The funnel has only the won stage.", e, StringComparison.Ordinal),
            static e => Assert.StartsWith("Funnel 'twice': Stage 2 has the key 'Lead' of stage 1.", e, StringComparison.Ordinal),
            static e => Assert.StartsWith("Funnel 'twice': QueueCapacity is 0;", e, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_service_adds_while_it_stops_is_counted_and_saved_and_the_next_host_goes_on()
    {
        using (IHost host = Host(services => Live(services.AddHostedService<LateFeeder>()).AddSingleton<IFunnelStore>(_ => new FileFunnelStore(_folder.Path)))) // registered first, stopped last
        {
            await host.StartAsync();
            IFunnelMonitor monitor = host.Services.GetRequiredKeyedService<IFunnelMonitor>("b2b");
            Assert.True(monitor.Status.IsRestored);
            await monitor.AddAsync(Lead(1));
            await host.StopAsync();
            Assert.Throws<ObjectDisposedException>(() => monitor.TryAdd(Lead(9)));
            Assert.Equal((101, 1L), ((int)monitor.Status.Applied, monitor.Status.LastCheckpoint));
            Assert.Matches("^Information: Live funnels have ended: 1 drained in \\d+ ms, \\d+ events that waited counted, 101 in all, 1 last checkpoints saved.", _log.Of(LogLevel.Information)[^1]);
        }

        using IHost next = Host(services => Live(services).AddSingleton<IFunnelStore>(_ => new FileFunnelStore(_folder.Path)));
        await next.StartAsync();
        Assert.Equal(101, next.Services.GetRequiredKeyedService<IFunnelMonitor>("b2b").Status.Applied);
        Assert.Matches("^Information: Live funnels have started: 1 registered, saved state of 1 read in \\d+ ms.", _log.Of(LogLevel.Information)[^1]);
        await next.StopAsync();
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_logged_with_its_path_and_the_one_before_used()
    {
        using (IHost host = Host(services => Live(services).AddSingleton<IFunnelStore>(_ => new FileFunnelStore(_folder.Path))))
        {
            await host.StartAsync();
            IFunnelMonitor monitor = host.Services.GetRequiredKeyedService<IFunnelMonitor>("b2b");
            await monitor.AddAsync(Lead(1));
            Assert.True(await monitor.SaveAsync());
            await monitor.AddAsync(Lead(2));
            await host.StopAsync();
        }

        string latest = Directory.EnumerateFiles(_folder["b2b"]).Max(StringComparer.Ordinal)!;
        using (FileStream file = File.OpenWrite(latest))
            file.SetLength(file.Length - 3);
        using IHost next = Host(services => Live(services).AddSingleton<IFunnelStore>(_ => new FileFunnelStore(_folder.Path)));
        await next.StartAsync();
        Assert.Equal(1, next.Services.GetRequiredKeyedService<IFunnelMonitor>("b2b").Status.Applied);
        string warning = Assert.Single(_log.Of(LogLevel.Warning));
        Assert.Contains("Funnel 'b2b' passed over a damaged checkpoint", warning, StringComparison.Ordinal);
        Assert.Contains(latest, warning, StringComparison.Ordinal);
        await next.StopAsync();
    }

    [Fact]
    public async Task Saves_that_fail_are_logged_while_the_host_runs_and_at_its_end()
    {
        using IHost host = Host(services => Live(services).AddSingleton<IFunnelStore>(new TestStore(static () => throw new IOException("no room left"))));
        await host.StartAsync();
        await host.Services.GetRequiredKeyedService<IFunnelMonitor>("b2b").AddAsync(Lead(1));
        for (int i = 0; i < 3_000 && _log.Of(LogLevel.Error).Count == 0; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(10);
        }

        Assert.Matches(@"^Error: Funnel 'b2b' could not be saved, \d+ times so far; it counts on and is saved again in due time. no room left", _log.Of(LogLevel.Error)[0]);
        await Assert.ThrowsAnyAsync<Exception>(() => host.StopAsync());
        Assert.Contains("Error: A funnel could not be drained; what was not saved is in the event log or with its source. no room left", _log.Of(LogLevel.Error));
    }

    [Fact]
    public async Task A_store_that_hangs_holds_the_end_up_to_the_shutdown_timeout_and_no_longer()
    {
        var never = new TaskCompletionSource();
        using IHost host = Host(services => Live(services).AddSingleton<IFunnelStore>(new TestStore(() => never.Task))
            .Configure<HostOptions>(static o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(200)));
        await host.StartAsync();
        IFunnelMonitor monitor = host.Services.GetRequiredKeyedService<IFunnelMonitor>("b2b");
        await monitor.AddAsync(Lead(1));
        await monitor.FlushAsync(); // else it might not be counted within the timeout
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.StopAsync()).WaitAsync(TimeSpan.FromMinutes(5));
        Assert.StartsWith("Error: The shutdown timeout passed before live funnels had ended: 0 events are not counted, 1 of 1 funnels got no last checkpoint.", Assert.Single(_log.Of(LogLevel.Error)), StringComparison.Ordinal);
        never.SetResult();
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_told_once_not_once_a_funnel()
    {
        using IHost host = Host(services =>
        {
            for (int i = 0; i < 20; i++)
                Live(services, $"f{i}");
            services.AddSingleton<IFunnelStore>(new TestStore(static () => Task.CompletedTask, static () => throw new IOException("no such share")));
        });
        AggregateException wrong = await Assert.ThrowsAsync<AggregateException>(() => host.StartAsync());
        Assert.Equal("no such share", Assert.Single(wrong.InnerExceptions).Message);
        Assert.StartsWith("The saved state of 20 funnels cannot be read, so the host does not start.", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosting_twice_hosts_once_and_unused_funnels_are_not_made()
    {
        using IHost host = Host(services => Live(Live(services, "a"), "b").AddSalesFunnelHosting());
        Assert.Single(host.Services.GetServices<IHostedService>());
        await host.StartAsync();
        FunnelMonitors monitors = host.Services.GetRequiredService<FunnelMonitors>();
        Assert.Empty(monitors.InUse);
        Assert.Equal("b", monitors.Get("b").Name);
        Assert.Equal(["b"], monitors.InUse.Select(static m => m.Name));
        await host.StopAsync();
    }

    private static DealEvent Lead(long deal) => DealEvent.Enter(deal, s_start.AddMinutes(deal), 0);

    private static IServiceCollection Live(IServiceCollection services, string name = "b2b") =>
        services.AddSalesFunnel(name, static f => f.Stage("Lead").Stage("Offer").Won("Signed")).AddSalesFunnelHosting();

    private IHost Host(Action<IServiceCollection> configure)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(_log);
        builder.Services.AddSingleton<TimeProvider>(_time);
        configure(builder.Services);
        return builder.Build();
    }

    /// <summary>Adds events only when it is told to stop.</summary>
    private sealed class LateFeeder([FromKeyedServices("b2b")] IFunnelMonitor monitor) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            for (int deal = 100; deal < 200; deal++)
                await monitor.AddAsync(Lead(deal), cancellationToken);
        }
    }
}
