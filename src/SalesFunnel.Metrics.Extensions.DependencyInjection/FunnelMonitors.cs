using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>All live funnels of a process. Makes each on first use, and does from time to time what is due: readings and saves.</summary>
public sealed class FunnelMonitors : IFunnelMonitors, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, FunnelMonitor> _monitors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (FunnelDefinition Definition, FunnelMonitorOptions Options)> _registered;
    private readonly SalesFunnelOptions _options;
    private readonly MonitorServices _services;
    private readonly FunnelTelemetry _telemetry;
    private readonly Lock _making = new();
    private ITimer? _timer;
    private bool _isDrained;

    /// <summary>Checks all registrations; makes no funnel yet.</summary>
    /// <param name="registrations">The funnels. One name may come twice when both define the same; later choices add to earlier ones.</param>
    /// <param name="options">Choices that all share.</param>
    /// <param name="time">The clock.</param>
    /// <param name="store">Where checkpoints are kept; <c>null</c> = nowhere.</param>
    /// <param name="log">Where accepted events are kept until a checkpoint holds them; <c>null</c> = nowhere.</param>
    /// <param name="meters">Makes the meter of the metrics; <c>null</c> = one of its own.</param>
    /// <exception cref="FunnelConfigurationException">Registrations are wrong; all errors are listed.</exception>
    public FunnelMonitors(
        IEnumerable<FunnelRegistration> registrations,
        SalesFunnelOptions? options = null,
        TimeProvider? time = null,
        IFunnelStore? store = null,
        IEventLog? log = null,
        IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(registrations);
        _options = options ?? new SalesFunnelOptions();
        var errors = new List<string>(_options.Errors());
        _registered = RegistrationChecks.Resolve(registrations, errors);
        if (errors.Count > 0)
            throw new FunnelConfigurationException(errors);
        _services = new MonitorServices(time ?? TimeProvider.System, store, log, new SemaphoreSlim(_options.MaxConcurrentSaves));
        _telemetry = new FunnelTelemetry(meters, _services.Time, _options);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => [.. _registered.Keys.Union(_monitors.Keys).Order(StringComparer.Ordinal)];

    /// <summary>Gets the funnels that were used so far, in no order. Going through them makes none, as going through <see cref="Names"/> does.</summary>
    public IEnumerable<IFunnelMonitor> InUse => _monitors.Select(static made => made.Value);

    /// <inheritdoc/>
    public IFunnelMonitor Get(string name) => TryGet(name, out IFunnelMonitor? monitor) ? monitor : throw Unknown(name);

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out IFunnelMonitor? monitor)
    {
        ArgumentNullException.ThrowIfNull(name);
        monitor = _monitors.GetValueOrDefault(name) ?? (_registered.TryGetValue(name, out var registered) ? Make(name, registered.Definition, registered.Options) : null);
        return monitor is not null;
    }

    /// <inheritdoc/>
    public IFunnelMonitor GetOrAdd(string name, FunnelDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (!TryGet(name, out IFunnelMonitor? monitor))
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            var options = new FunnelMonitorOptions();
            _options.ConfigureAdded?.Invoke(options);
            List<string> errors = [.. options.Errors()];
            if (errors.Count > 0)
                throw new FunnelConfigurationException([.. errors.Select(e => $"Funnel '{name}', SalesFunnelOptions.ConfigureAdded: {e}")]);
            monitor = Make(name, definition, options);
        }

        return monitor.Definition.Fingerprint == definition.Fingerprint
            ? monitor
            : throw new ArgumentException($"There is a funnel '{name}' with other stages or dimensions: {monitor.Definition}, now {definition}. Give the new one another name.", nameof(definition));
    }

    /// <summary>Reads the saved state of every registered funnel now rather than at its first event.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AggregateException">States cannot be read; one inner exception for each funnel.</exception>
    public async Task RestoreAsync(CancellationToken cancellationToken = default)
    {
        if (_services.Store is null && _services.Log is null)
            return;
        await ForEachAsync(_registered.Keys.Select(Get).Cast<FunnelMonitor>(), (monitor, ct) => monitor.RestoreAsync(ct), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends all funnels gracefully: nothing more is taken, what was taken is counted and saved, subscriptions end. A second call does nothing.</summary>
    /// <param name="cancellationToken">Gives up waiting; what is not saved then is in the event log, or with its source.</param>
    /// <exception cref="AggregateException">Funnels could not be counted or saved to the end; one inner exception for each.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        lock (_making)
        {
            if (_isDrained)
                return;
            _isDrained = true;
        }

        if (_timer is not null)
            await _timer.DisposeAsync().ConfigureAwait(false);
        await ForEachAsync(_monitors.Values, async (monitor, ct) => await monitor.DrainAsync(ct).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        _telemetry.Dispose();
    }

    /// <summary>Drains.</summary>
    public async ValueTask DisposeAsync() => await DrainAsync().ConfigureAwait(false);

    /// <summary>Drains, and holds the thread meanwhile.</summary>
    public void Dispose() => Task.Run(() => DrainAsync()).GetAwaiter().GetResult();

    private static async Task ForEachAsync(IEnumerable<FunnelMonitor> monitors, Func<FunnelMonitor, CancellationToken, ValueTask> action, CancellationToken cancellationToken)
    {
        var wrong = new ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(monitors, cancellationToken, async (monitor, ct) =>
        {
            try
            {
                await action(monitor, ct).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // one funnel must not keep the others from their end; all errors are thrown together
            catch (Exception e)
#pragma warning restore CA1031
            {
                wrong.Enqueue(e);
            }
        }).ConfigureAwait(false);
        if (!wrong.IsEmpty)
            throw new AggregateException(wrong);
    }

    private FunnelMonitor Make(string name, FunnelDefinition definition, FunnelMonitorOptions options)
    {
        lock (_making)
        {
            ObjectDisposedException.ThrowIf(_isDrained, this);
            if (_monitors.TryGetValue(name, out FunnelMonitor? known))
                return known;
            var monitor = new FunnelMonitor(name, definition, options, _services);
            _monitors[name] = monitor;
            _telemetry.Add(monitor);
            _timer ??= _services.Time.CreateTimer(static monitors => ((FunnelMonitors)monitors!).Tick(), this, s_tick, s_tick);
            return monitor;
        }
    }

    private void Tick()
    {
        DateTimeOffset now = _services.Time.GetUtcNow();
        foreach (KeyValuePair<string, FunnelMonitor> monitor in _monitors)
            monitor.Value.Tick(now, _telemetry);
    }

    private ArgumentException Unknown(string name)
    {
        const int shown = 20;
        IReadOnlyList<string> names = Names;
        string known = names.Count == 0 ? "There is none" : $"There are: {string.Join(", ", names.Take(shown))}{(names.Count > shown ? ", …" : string.Empty)}";
        return new ArgumentException($"There is no funnel '{name}'. {known}. Register it with services.AddSalesFunnel(\"{name}\", …), or make it with GetOrAdd.", nameof(name));
    }
}
