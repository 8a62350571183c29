namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>Bounded queue of events with two buffers: writers fill one under a short lock while the other is counted.</summary>
/// <remarks>Numbers of sources are compared here, under the same lock, so what a buffer holds and how far sources were taken always belong together.</remarks>
internal sealed class EventQueue(string name, int capacity)
{
    private const int SmallBytes = 1 << 14;

    private readonly Lock _lock = new();
    private readonly List<FunnelSource> _sources = [];
    private EventBuffer _front = new();
    private EventBuffer _back = new();
    private TaskCompletionSource? _room;
    private bool _isClosed;
    private Exception? _fault;
    private long _accepted;
    private long _refused;
    private long _redelivered;

    public long Accepted => Interlocked.Read(ref _accepted);

    public long Refused => Interlocked.Read(ref _refused);

    public long Redelivered => Interlocked.Read(ref _redelivered);

    public long Bytes => _front.Bytes + _back.Bytes;

    /// <summary>Takes one event if there is room.</summary>
    public bool TryAdd(FunnelSource? source, long number, in DealEvent dealEvent, bool countsRefusal)
    {
        lock (_lock)
        {
            RequireOpen();
            if (source is not null && number <= source.Accepted)
            {
                _redelivered++;
                return true;
            }

            if (_front.Count >= capacity)
            {
                _refused += countsRefusal ? 1 : 0;
                return false;
            }

            _front.Add(dealEvent);
            _accepted++;
            if (source is not null)
                source.Accepted = number;
            return true;
        }
    }

    /// <summary>Takes events from the first on as far as there is room.</summary>
    /// <returns>How many rows are done with.</returns>
    public int TryAdd(FunnelSource? source, ReadOnlySpan<long> numbers, EventBatch events, bool countsRefusal)
    {
        lock (_lock)
        {
            RequireOpen();
            int done = Append(source, numbers, events);
            if (countsRefusal)
                _refused += events.Length - done;
            return done;
        }
    }

    /// <summary>Takes one row after the other as far as there is room.</summary>
    public int TryAdd(ReadOnlySpan<DealEvent> events)
    {
        lock (_lock)
        {
            RequireOpen();
            int take = Math.Min(events.Length, capacity - _front.Count);
            for (int i = 0; i < take; i++)
                _front.Add(events[i]);
            _accepted += take;
            return take;
        }
    }

    /// <summary>Ends when there may be room. To block on it tells the pool that this thread is lost to it, so it adds another at once.</summary>
    public Task RoomAsync()
    {
        lock (_lock)
        {
            if (_front.Count < capacity || _isClosed)
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Swaps the buffers: what waits is handed out, to one at a time, and writers go on in the other.</summary>
    /// <returns>The events, valid until the next call, or <c>null</c> when none wait.</returns>
    public EventBuffer? Take()
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            if (_front.Count == 0)
                return null;
            (_front, _back) = (_back, _front);
            _front.Clear();
            foreach (FunnelSource source in _sources)
                source.Taken = source.Accepted;
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
        return _back;
    }

    /// <summary>Gets the source of a name, new if it is not known; at a position when its state was saved.</summary>
    public FunnelSource Source(FunnelMonitor monitor, string source, long? position = null)
    {
        lock (_lock)
        {
            int at = _sources.FindIndex(s => string.Equals(s.Name, source, StringComparison.Ordinal));
            if (at >= 0)
                return _sources[at];
            var added = new FunnelSource(monitor, source, position);
            _sources.Add(added);
            _sources.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
            return added;
        }
    }

    /// <summary>How far each source has been counted; for who holds the gate.</summary>
    public SourcePosition[] CountedPositions()
    {
        lock (_lock)
            return [.. _sources.Where(static s => s.Taken != FunnelSource.None).Select(static s => new SourcePosition(s.Name, s.Taken))];
    }

    /// <summary>Says that these positions need not be delivered again.</summary>
    public void Saved(IReadOnlyList<SourcePosition> positions)
    {
        lock (_lock)
        {
            foreach (SourcePosition position in positions)
            {
                if (_sources.Find(s => string.Equals(s.Name, position.Source, StringComparison.Ordinal)) is { } source)
                    source.Saved = Math.Max(source.Saved, position.Number);
            }
        }
    }

    /// <summary>Starts the counts where a checkpoint left them; events that came in the meantime stay.</summary>
    public void Restore(long accepted, long refused, long redelivered)
    {
        lock (_lock)
        {
            _accepted += accepted;
            _refused += refused;
            _redelivered += redelivered;
        }
    }

    /// <summary>Takes nothing more; who waits for room learns it, and why when it is a fault.</summary>
    public void Close(Exception? fault = null)
    {
        lock (_lock)
        {
            _isClosed = true;
            _fault ??= fault;
        }

        WakeAll();
    }

    /// <summary>Gives back large buffers when nothing waits.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            if (_front.Count > 0)
                return;
            if (_front.Bytes > SmallBytes)
                _front = new EventBuffer();
            if (_back.Bytes > SmallBytes)
                _back = new EventBuffer();
        }
    }

    private int Append(FunnelSource? source, ReadOnlySpan<long> numbers, EventBatch events)
    {
        int known = 0;
        if (source is not null)
        {
            while (known < numbers.Length && numbers[known] <= source.Accepted)
                known++;
            _redelivered += known;
        }

        int take = Math.Min(events.Length - known, capacity - _front.Count);
        if (take == 0)
            return known;
        _front.Add(known == 0 && take == events.Length ? events : events.Slice(known, take));
        _accepted += take;
        if (source is not null)
            source.Accepted = numbers[known + take - 1];
        return known + take;
    }

    private void RequireOpen()
    {
        if (_fault is not null)
            throw FunnelFault.Of(name, _fault);
        if (_isClosed)
            throw new ObjectDisposedException(name, $"Funnel '{name}' was drained and takes nothing more.");
    }

    private void WakeAll()
    {
        TaskCompletionSource? room;
        lock (_lock)
            (room, _room) = (_room, null);
        room?.TrySetResult();
    }
}
