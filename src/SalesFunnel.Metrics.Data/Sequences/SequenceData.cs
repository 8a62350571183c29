namespace SalesFunnel.Metrics.Data;

/// <summary>The events of a file, in the order of time, and what was read and left out.</summary>
public sealed class SequenceData
{
    private readonly long[] _entities;
    private readonly long[] _at;
    private readonly byte[] _types;
    private readonly long[] _segments;

    internal SequenceData(SequenceColumnsBuilder events, ReadSummary summary)
    {
        (_entities, _at, _types, _segments) = events.InOrderOfTime();
        Entities = events.Outer;
        Values = events.Values;
        Summary = summary;
    }

    /// <summary>Gets the number of events.</summary>
    public int Count => _at.Length;

    /// <summary>Gets the outer ids of the entities.</summary>
    public EntityIndex Entities { get; }

    /// <summary>Gets the texts of the values of the property that results are broken down by; empty without one.</summary>
    public EntityIndex Values { get; }

    /// <summary>Gets what was read and what was left out.</summary>
    public ReadSummary Summary { get; }

    /// <summary>Gets the time of the last event, also of one that the sequence does not name; <c>null</c> without events.</summary>
    public DateTimeOffset? LastEventAt => Count == 0 ? null : EventTime.FromUnixMicros(_at[^1]);

    /// <summary>Tells whether an event of a type occurs.</summary>
    /// <param name="type">A type code of the definition that the file was read for.</param>
    public bool HasEvent(byte type) => _types.AsSpan().Contains(type);

    /// <summary>Adds the events up to a time to a tracker, in the order of time; those of one time in the order of the file.</summary>
    /// <param name="tracker">A tracker of the definition that the file was read for, in microseconds.</param>
    /// <param name="asOf">The last time, inclusive.</param>
    /// <returns>How many events are later.</returns>
    /// <exception cref="ArgumentException">The tracker counts in another unit of time.</exception>
    public int AddTo(SequenceTracker tracker, DateTimeOffset asOf)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        if (tracker.Options.Resolution != TimeResolution.Microsecond)
            throw new ArgumentException($"The tracker counts in the unit {tracker.Options.Resolution}, and the events are in microseconds. Make it with SequenceOptions.Resolution = Microsecond.", nameof(tracker));
        long last = EventTime.ToUnixMicros(asOf);
        int end = Array.BinarySearch(_at, last);
        end = end < 0 ? ~end : end + 1;
        while (end < Count && _at[end] == last)
            end++;
        tracker.Add(new SequenceBatch(_entities.AsSpan(0, end), _at.AsSpan(0, end), _types.AsSpan(0, end), _segments.AsSpan(0, end)));
        return Count - end;
    }
}
