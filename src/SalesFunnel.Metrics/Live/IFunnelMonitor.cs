namespace SalesFunnel.Metrics;

/// <summary>A live funnel: takes events from any number of threads, answers with consistent snapshots, tells when a metric crosses a threshold, and saves its state.</summary>
/// <remarks>Events are taken into a bounded queue and counted in the order in which they were taken. What happens when the queue is full is the choice of the method: <c>TryAdd</c> refuses and counts
/// the refusal, <c>Add</c> and <c>AddAsync</c> wait. An event that was taken is counted or rejected with a reason, never dropped. Should counting itself break off, for want of memory, every later call throws <see cref="InvalidOperationException"/> with the reason. All members may be used from any thread.</remarks>
public interface IFunnelMonitor
{
    /// <summary>Gets the name under which the funnel is known and saved.</summary>
    string Name { get; }

    /// <summary>Gets the funnel.</summary>
    FunnelDefinition Definition { get; }

    /// <summary>Gets how the monitor stands, without waiting for anything.</summary>
    FunnelMonitorStatus Status { get; }

    /// <summary>Takes one event, or does not when there is no room: never waits.</summary>
    /// <returns>False when there was no room; counted as refused.</returns>
    /// <param name="dealEvent">The event.</param>
    /// <exception cref="ObjectDisposedException">The monitor was drained.</exception>
    bool TryAdd(in DealEvent dealEvent);

    /// <summary>Takes events in order as far as there is room: never waits.</summary>
    /// <returns>How many were taken, from the first on; the rest are counted as refused.</returns>
    /// <param name="events">The events; copied.</param>
    /// <exception cref="ObjectDisposedException">The monitor was drained.</exception>
    int TryAdd(EventBatch events);

    /// <summary>Takes events in order; blocks this thread while there is no room.</summary>
    /// <param name="events">The events; copied.</param>
    /// <param name="cancellationToken">Ends the waiting; events taken before stay taken.</param>
    /// <exception cref="ObjectDisposedException">The monitor was drained.</exception>
    void Add(EventBatch events, CancellationToken cancellationToken = default);

    /// <summary>Takes one event; waits while there is no room, without holding a thread.</summary>
    /// <param name="dealEvent">The event.</param>
    /// <param name="cancellationToken">Ends the waiting; the event is then not taken.</param>
    /// <exception cref="ObjectDisposedException">The monitor was drained.</exception>
    ValueTask AddAsync(DealEvent dealEvent, CancellationToken cancellationToken = default);

    /// <summary>Takes events in order; waits while there is no room, without holding a thread.</summary>
    /// <param name="events">The events; not to be changed before this ends.</param>
    /// <param name="cancellationToken">Ends the waiting; events taken before stay taken.</param>
    /// <exception cref="ObjectDisposedException">The monitor was drained.</exception>
    ValueTask AddAsync(ReadOnlyMemory<DealEvent> events, CancellationToken cancellationToken = default);

    /// <summary>Opens a source whose events are numbered, after the saved state is read. The same name gives the same source.</summary>
    /// <param name="name">Name of the source: a partition, a table, a file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IFunnelSource> OpenSourceAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Counts as of a time. Holds every event taken before the call, each wholly; taking goes on meanwhile.</summary>
    /// <param name="asOf">At or after the last event; <c>null</c> = now, or the time of the last event when that is later.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is before the last event: no history is kept.</exception>
    ValueTask<StageSnapshot> SnapshotAsync(DateTimeOffset? asOf = null, CancellationToken cancellationToken = default);

    /// <summary>Tells each time when a metric crosses a threshold, from the first reading on which it is crossed. A slow reader holds nothing up: it gets the latest crossings, and how many it missed.</summary>
    /// <param name="threshold">The metric, where it alerts and where it is clear again.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    IAsyncEnumerable<ThresholdCrossing> WatchAsync(FunnelThreshold threshold, CancellationToken cancellationToken = default);

    /// <summary>Waits until every event taken before the call is counted, and is in the event log where there is one.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>Saves a checkpoint of every event taken before the call, where there is a store. The next is saved by itself in due time.</summary>
    /// <returns>False when there is no store, or nothing has changed since the last checkpoint.</returns>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<bool> SaveAsync(CancellationToken cancellationToken = default);
}
