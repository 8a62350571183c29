namespace SalesFunnel.Metrics;

/// <summary>Events within the allowed lateness, released in (time, seq, arrival) order once the latest time has moved on.</summary>
internal sealed class WaitingEvents
{
    private readonly long _lateness;
    private readonly PriorityQueue<(DealEvent Event, long Position), (long At, long Seq, long Position)> _queue;

    public WaitingEvents(TimeSpan lateness)
    {
        _lateness = lateness.Ticks / TimeSpan.TicksPerMicrosecond;
        _queue = new();
    }

    private WaitingEvents(WaitingEvents other)
    {
        _lateness = other._lateness;
        _queue = new(other._queue.UnorderedItems);
    }

    public int Count => _queue.Count;

    public WaitingEvents Clone() => new(this);

    public void Add(in DealEvent dealEvent, long position) =>
        _queue.Enqueue((dealEvent, position), (dealEvent.AtUnixMicros, dealEvent.Seq, position));

    /// <summary>All that wait, in the order in which they will be released.</summary>
    public (DealEvent Event, long Position)[] InOrder()
    {
        var keys = new (long At, long Seq, long Position)[_queue.Count];
        var items = new (DealEvent Event, long Position)[_queue.Count];
        int next = 0;
        foreach ((var item, var key) in _queue.UnorderedItems)
            (items[next], keys[next++]) = (item, key);
        Array.Sort(keys, items);
        return items;
    }

    /// <summary>The time up to which no event waits.</summary>
    public long Watermark(long latest) => latest == EventTime.Undated ? latest : Math.Max(latest - _lateness, EventTime.Min);

    public void Release(StageHistoryTracker tracker, long latest)
    {
        long watermark = Watermark(latest);
        while (_queue.TryPeek(out var next, out var key) && (key.At <= watermark || key.At == EventTime.Undated))
        {
            _queue.Dequeue();
            tracker.ApplyNow(next.Event, next.Position);
        }
    }

    public void ReleaseAll(StageHistoryTracker tracker)
    {
        while (_queue.TryDequeue(out var next, out _))
            tracker.ApplyNow(next.Event, next.Position);
    }
}
