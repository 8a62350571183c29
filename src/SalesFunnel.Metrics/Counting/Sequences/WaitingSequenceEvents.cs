namespace SalesFunnel.Metrics;

/// <summary>Events within the allowed lateness, released in order of time, then arrival, once the latest time has moved on.</summary>
internal sealed class WaitingSequenceEvents(long lateness)
{
    private readonly PriorityQueue<SequenceEvent, (long At, long Arrival)> _queue = new();
    private long _arrivals;

    public int Count => _queue.Count;

    /// <summary>The time up to which events are released: none comes any more that is earlier.</summary>
    public long Watermark(long latest) => latest - lateness;

    public void Add(in SequenceEvent e) => _queue.Enqueue(e, (e.At, _arrivals++));

    public void Clear() => _queue.Clear();

    public void Release(SequenceTracker tracker, long latest)
    {
        while (_queue.TryPeek(out SequenceEvent e, out _) && e.At <= Watermark(latest))
        {
            _queue.Dequeue();
            tracker.ApplyNow(e);
        }
    }

    /// <summary>The waiting events in the order in which they would be released.</summary>
    public SequenceEvent[] InOrder()
    {
        var copy = new PriorityQueue<SequenceEvent, (long At, long Arrival)>(_queue.UnorderedItems);
        var events = new SequenceEvent[copy.Count];
        for (int i = 0; i < events.Length; i++)
            events[i] = copy.Dequeue();
        return events;
    }
}
