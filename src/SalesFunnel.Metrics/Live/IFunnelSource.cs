namespace SalesFunnel.Metrics;

/// <summary>A source of events that numbers them and can deliver them again: so that each counts once, however often it is delivered.</summary>
/// <remarks>A source delivers in ascending order of number, gaps allowed, from one thread at a time. An event whose number is not above <see cref="LastAccepted"/> was taken before: it is counted as delivered again and changes nothing.</remarks>
public interface IFunnelSource
{
    /// <summary>Gets the name: a partition, a table, a file.</summary>
    string Name { get; }

    /// <summary>Gets the number of the last event taken; <c>null</c> when none was ever. After a restart: that of the checkpoint, so deliver from the next.</summary>
    long? LastAccepted { get; }

    /// <summary>Gets the number up to which events are safe in a checkpoint or the event log, so that the source may forget them; <c>null</c> when none is. Commit this one to a broker.</summary>
    long? LastSaved { get; }

    /// <summary>Takes one event, or does not when there is no room: never waits.</summary>
    /// <returns>False when there was no room; counted as refused, so deliver it again.</returns>
    /// <param name="number">Number of the event in the source.</param>
    /// <param name="dealEvent">The event.</param>
    bool TryAdd(long number, in DealEvent dealEvent);

    /// <summary>Takes events in order as far as there is room: never waits.</summary>
    /// <returns>How many rows are done with, from the first on: taken, or taken before. The rest are counted as refused; deliver them again.</returns>
    /// <param name="numbers">Numbers of the events in the source, ascending, one a row.</param>
    /// <param name="events">The events.</param>
    /// <exception cref="ArgumentException">There are not as many numbers as events, or they do not ascend.</exception>
    int TryAdd(ReadOnlySpan<long> numbers, EventBatch events);

    /// <summary>Takes events in order; blocks this thread while there is no room.</summary>
    /// <param name="numbers">Numbers of the events in the source, ascending, one a row.</param>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Ends the waiting; rows taken before stay taken, as <see cref="LastAccepted"/> tells.</param>
    /// <exception cref="ArgumentException">There are not as many numbers as events, or they do not ascend.</exception>
    void Add(ReadOnlySpan<long> numbers, EventBatch events, CancellationToken cancellationToken = default);

    /// <summary>Takes one event; waits while there is no room, without holding a thread.</summary>
    /// <param name="number">Number of the event in the source.</param>
    /// <param name="dealEvent">The event.</param>
    /// <param name="cancellationToken">Ends the waiting; the event is then not taken.</param>
    ValueTask AddAsync(long number, DealEvent dealEvent, CancellationToken cancellationToken = default);
}
