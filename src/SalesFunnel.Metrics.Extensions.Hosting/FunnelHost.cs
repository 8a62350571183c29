using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesFunnel.Metrics.Extensions.DependencyInjection;

namespace SalesFunnel.Metrics.Extensions.Hosting;

/// <summary>Starts live funnels before, and ends them after, all other services of the host: those that feed them find them open.</summary>
internal sealed partial class FunnelHost(IServiceProvider services, ILogger<FunnelHost> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = logger;
    private readonly TimeProvider _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private FunnelMonitors? _monitors;
    private Task _looking = Task.CompletedTask;

    /// <summary>Checks all registrations and reads saved states.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        FunnelMonitors monitors = services.GetRequiredService<FunnelMonitors>();
        try
        {
            await monitors.RestoreAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (AggregateException e)
        {
            // A store that is not there tells every funnel the same: once is enough.
            Exception[] reasons = [.. e.InnerExceptions.DistinctBy(static inner => inner.Message)];
            throw new AggregateException($"The saved state of {Text(e.InnerExceptions.Count)} funnels cannot be read, so the host does not start.", reasons);
        }

        _monitors = monitors;
        LogStarted(monitors.Names.Count, monitors.InUse.Count(static monitor => monitor.Status.IsRestored), Milliseconds(start));
        Look();
        _looking = LookFromTimeToTimeAsync();
    }

    /// <summary>Nothing: all is done before.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing: all is done before.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing: others may still feed.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing: others may still feed.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Counts and saves what was taken, until the host gives up.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_monitors is null) // was not started
            return;
        await _ending.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // a logger that fails must not keep the funnels from their end
        long start = Stopwatch.GetTimestamp();
        IFunnelMonitor[] monitors = [.. _monitors.InUse];
        long[] savedBefore = [.. monitors.Select(static monitor => monitor.Status.LastCheckpoint)];
        long waiting = monitors.Sum(static monitor => monitor.Status.Waiting);
        try
        {
            // A store may not listen to the token: the end of the process does not wait for it.
            await _monitors.DrainAsync(cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            int unsaved = services.GetService<IFunnelStore>() is null ? 0 : monitors.Where((monitor, i) => IsUnsaved(monitor.Status, savedBefore[i])).Count();
            LogTimeout(monitors.Sum(static monitor => monitor.Status.Waiting), unsaved, monitors.Length);
            throw;
        }
        catch (AggregateException e)
        {
            foreach (Exception reason in e.InnerExceptions)
                LogNotDrained(reason);
            throw;
        }
        finally
        {
            Look();
        }

        int saved = monitors.Where((monitor, i) => monitor.Status.LastCheckpoint > savedBefore[i]).Count();
        LogDrained(monitors.Length, Milliseconds(start), waiting, monitors.Sum(static monitor => monitor.Status.Applied), saved);
    }

    /// <summary>Ends the watching of a host that was never stopped.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static long Milliseconds(long start) => (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    private static bool IsUnsaved(FunnelMonitorStatus status, long savedBefore) => status.Accepted > 0 && status.LastCheckpoint == savedBefore;

    private async Task LookFromTimeToTimeAsync()
    {
        using var timer = new PeriodicTimer(s_lookEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false))
                Look();
        }
        catch (OperationCanceledException)
        {
            return; // the end
        }
    }

    /// <summary>Logs what is new in the status of the funnels. They save on their own, so nobody else would see that they cannot.</summary>
    private void Look()
    {
        foreach (IFunnelMonitor monitor in _monitors!.InUse)
        {
            FunnelMonitorStatus status = monitor.Status;
            Seen before = _seen.GetValueOrDefault(monitor.Name);
            if (status.IsRestored && !before.IsRestored)
            {
                foreach (string damage in status.DamagedCheckpoints)
                    LogDamaged(monitor.Name, damage);
            }

            if (status.FailedSaves > before.FailedSaves)
                LogFailedSave(monitor.Name, status.FailedSaves, status.LastError);
            else if (status.LastError is { } error && error != before.LastError)
                LogTrouble(monitor.Name, error);
            _seen[monitor.Name] = new Seen(status.IsRestored, status.FailedSaves, status.LastError);
        }
    }

    private readonly record struct Seen(bool IsRestored, long FailedSaves, string? LastError);
}
