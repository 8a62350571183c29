using System.Diagnostics.CodeAnalysis;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>A live funnel. Writers fill a queue; whoever holds the gate counts what waits: a pool thread, or a reader that asks for a snapshot.</summary>
/// <remarks>No thread of its own, and no tracker before the first event, so thousands of idle funnels cost little.</remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A semaphore whose wait handle is never asked for holds nothing; a container would dispose the monitor twice.")]
internal sealed partial class FunnelMonitor : IFunnelMonitor, IThreadPoolWorkItem
{
    private const int ReportDelayAfterMilliseconds = 20; // of waiting for room; far above what a running pool takes to count a block

    private readonly FunnelMonitorOptions _options;
    private readonly MonitorServices _services;
    private readonly EventQueue _queue;
    private readonly Gate _gate = new(); // holds: tracker, what is counted, checkpoints
    private int _isScheduled;

    public FunnelMonitor(string name, FunnelDefinition definition, FunnelMonitorOptions options, MonitorServices services)
    {
        Name = name;
        Definition = definition;
        _options = options;
        _services = services;
        _queue = new EventQueue(name, options.QueueCapacity);
        _lastSaveAt = _lastReadAt = services.Time.GetUtcNow();
    }

    public string Name { get; }

    public FunnelDefinition Definition { get; }

    public bool TryAdd(in DealEvent dealEvent) => TryAdd(null, 0, dealEvent);

    public int TryAdd(EventBatch events) => TryAdd(null, default, events);

    public void Add(EventBatch events, CancellationToken cancellationToken = default) => Add(null, default, events, cancellationToken);

    public ValueTask AddAsync(DealEvent dealEvent, CancellationToken cancellationToken = default) => AddAsync(null, 0, dealEvent, cancellationToken);

    public async ValueTask AddAsync(ReadOnlyMemory<DealEvent> events, CancellationToken cancellationToken = default)
    {
        while (!events.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            events = events[_queue.TryAdd(events.Span)..];
            Schedule();
            if (!events.IsEmpty)
                await _queue.RoomAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<IFunnelSource> OpenSourceAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        await RestoreAsync(cancellationToken).ConfigureAwait(false); // else it is not known what was taken before
        return _queue.Source(this, name);
    }

    public async ValueTask<StageSnapshot> SnapshotAsync(DateTimeOffset? asOf = null, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CountAcceptedAsync(_queue.Accepted, cancellationToken).ConfigureAwait(false);
            return Tracker.Snapshot(asOf ?? Now());
        }
        finally
        {
            _gate.Exit();
        }
    }

    public IAsyncEnumerable<ThresholdCrossing> WatchAsync(FunnelThreshold threshold, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(threshold);
        return WatchCoreAsync(new ThresholdWatcher(threshold), cancellationToken);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CountAcceptedAsync(_queue.Accepted, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Exit();
        }
    }

    public bool TryAdd(FunnelSource? source, long number, in DealEvent dealEvent)
    {
        bool done = _queue.TryAdd(source, number, dealEvent, countsRefusal: true);
        Schedule();
        return done;
    }

    public int TryAdd(FunnelSource? source, ReadOnlySpan<long> numbers, EventBatch events)
    {
        int done = _queue.TryAdd(source, numbers, events, countsRefusal: true);
        Schedule();
        return done;
    }

    public void Add(FunnelSource? source, ReadOnlySpan<long> numbers, EventBatch events, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int done = _queue.TryAdd(source, numbers, events, countsRefusal: false);
            Schedule();
            if (done == events.Length)
                return;
            events = events.Slice(done, events.Length - done);
            numbers = source is null ? numbers : numbers[done..];
            if (!TryHelp() && !_queue.RoomAsync().Wait(ReportDelayAfterMilliseconds, cancellationToken))
                _gate.ReportDelay();
        }
    }

    public ValueTask AddAsync(FunnelSource? source, long number, DealEvent dealEvent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool done = _queue.TryAdd(source, number, dealEvent, countsRefusal: false);
        Schedule();
        return done ? ValueTask.CompletedTask : AddLaterAsync(source, number, dealEvent, cancellationToken);
    }

    private async ValueTask AddLaterAsync(FunnelSource? source, long number, DealEvent dealEvent, CancellationToken cancellationToken)
    {
        do
            await _queue.RoomAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        while (!_queue.TryAdd(source, number, dealEvent, countsRefusal: false));
        Schedule();
    }

    /// <summary>Now, or the time of the last event when that is later: a tracker keeps no history.</summary>
    private DateTimeOffset Now()
    {
        DateTimeOffset now = _services.Time.GetUtcNow();
        return Tracker.LastEventAt is { } last && last > now ? last : now;
    }
}
