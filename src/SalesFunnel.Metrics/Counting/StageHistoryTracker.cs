namespace SalesFunnel.Metrics;

/// <summary>Counts a live stream of deal events with bounded state per deal and no history; allocates nothing per event once warm.</summary>
/// <remarks>State: 64 bytes a deal (two words more beyond eight open stages) and an index of 6 to 16 bytes; see <see cref="StateBytes"/>. Answers
/// <em>now</em>: rule, calendar and attribution are fixed, and a snapshot is as of the last event or later. For any earlier time use a <see cref="DealLog"/>,
/// which runs the same counting. Not thread-safe: one thread per tracker; shard by <see cref="Partition"/> and merge snapshots.</remarks>
public sealed partial class StageHistoryTracker
{
    private readonly TrackerOptions _options;
    private readonly StageHistoryCounter _counter;
    private readonly DealTable _deals;
    private readonly RejectionTally _rejected = new();
    private readonly WaitingEvents? _waiting;
    private readonly byte _stages;
    private readonly byte _dimensions;
    private EventTally _tally;
    private long _lastAt = EventTime.Undated;
    private bool _usesInputOrder;
    private bool _isPartial;

    /// <summary>Creates a tracker without deals.</summary>
    /// <param name="definition">The funnel.</param>
    /// <param name="options">Choices that change a number; the defaults when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public StageHistoryTracker(FunnelDefinition definition, TrackerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Definition = definition;
        _options = options ?? new TrackerOptions();
        _options.RequireValid();
        _stages = (byte)definition.Stages.Count;
        _dimensions = (byte)definition.Dimensions.Count;
        _counter = new StageHistoryCounter(definition, _options);
        _deals = new DealTable(_counter.Masks, _options.ExpectedDeals);
        if (_options.AllowedLateness > TimeSpan.Zero)
            _waiting = new WaitingEvents(_options.AllowedLateness);
    }

    private StageHistoryTracker(StageHistoryTracker other)
    {
        Definition = other.Definition;
        _options = other._options;
        _stages = other._stages;
        _dimensions = other._dimensions;
        _counter = other._counter.Clone();
        _deals = other._deals.Clone(_counter.Masks);
        _rejected.CopyFrom(other._rejected);
        _waiting = other._waiting?.Clone();
        _tally = other._tally;
        _lastAt = other._lastAt;
        _usesInputOrder = other._usesInputOrder;
        _isPartial = other._isPartial;
        EventCount = other.EventCount;
    }

    /// <summary>Gets the funnel.</summary>
    public FunnelDefinition Definition { get; }

    /// <summary>Gets how it is counted.</summary>
    public TrackerOptions Options => _options;

    /// <summary>Sets what is kept of times; before the first event.</summary>
    internal TimeDetail TimeDetail
    {
        set => _counter.Cells.Detail = value;
    }

    /// <summary>Gets the number of events given, rejected ones included.</summary>
    public long EventCount { get; private set; }

    /// <summary>Gets the number of events rejected so far, for whatever reason; a snapshot tells the reasons.</summary>
    public long RejectedCount => _rejected.Total;

    /// <summary>Gets the number of deals whose full state is kept. Compacted ones are not among them; see <see cref="CompactedDealCount"/>.</summary>
    public int DealCount => _deals.Count;

    /// <summary>Gets the number of deals of which only the id is kept; see <see cref="Compact"/>. They stay counted in every snapshot.</summary>
    public long CompactedDealCount => _deals.Compacted.Count;

    /// <summary>Gets the time of the latest event in order, or <c>null</c> when there is none with a date.</summary>
    public DateTimeOffset? LastEventAt => _lastAt == EventTime.Undated ? null : EventTime.FromUnixMicros(_lastAt);

    /// <summary>Gets the bytes of all state: deals, their index, ids of compacted deals, cells and histogram.</summary>
    public long StateBytes => _deals.Bytes + _counter.Cells.Bytes;

    /// <summary>A deal enters a stage.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="at">When.</param>
    /// <param name="stage">0-based index; the last stage means won.</param>
    /// <param name="amount">The amount of the deal from now on, if known.</param>
    /// <param name="segment">The value of the first dimension, if known.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount has more than four decimals or does not fit 64 bits.</exception>
    public void Enter(long entity, DateTimeOffset at, int stage, decimal? amount = null, long? segment = null) =>
        Add(DealEvent.Enter(entity, at, stage, amount, segment));

    /// <summary>Adds one event.</summary>
    /// <param name="dealEvent">The event. One that cannot be counted is rejected and counted by reason; see <see cref="StageSnapshot.Rejections"/>.</param>
    public void Add(in DealEvent dealEvent)
    {
        long position = EventCount++;
        if (Refuse(dealEvent.Entity, dealEvent.AtUnixMicros, dealEvent.Kind, dealEvent.Stage, dealEvent.Value, dealEvent.Segment) is var reason and not 0)
            _rejected.Add(reason, position);
        else if (_waiting is null)
            ApplyNow(dealEvent, position);
        else
            Wait(dealEvent, position);
    }

    /// <summary>Adds events in order, one by one. Arrays and columns are faster.</summary>
    /// <param name="events">The events.</param>
    public void Add(IEnumerable<DealEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        foreach (DealEvent dealEvent in events)
            Add(dealEvent);
    }

    /// <summary>Adds events in order as they arrive.</summary>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Ends the reading; events added before stay counted.</param>
    public async Task AddAsync(IAsyncEnumerable<DealEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        await foreach (DealEvent dealEvent in events.WithCancellation(cancellationToken).ConfigureAwait(false))
            Add(dealEvent);
    }

    /// <summary>Counts as of a time: the deals as they stand, and their open visits with their age.</summary>
    /// <param name="asOf">At or after <see cref="LastEventAt"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is before the last event: a tracker keeps no history. Use a <see cref="DealLog"/>.</exception>
    public StageSnapshot Snapshot(DateTimeOffset asOf)
    {
        long asOfMicros = EventTime.ToUnixMicros(asOf);
        if (asOfMicros < _lastAt)
            throw new ArgumentOutOfRangeException(nameof(asOf), asOf, $"The last event is at {LastEventAt:O}; a tracker keeps no history, so it cannot tell how things stood before. Use a DealLog for earlier times.");
        if (_waiting is not { Count: > 0 })
            return SnapshotNow(asOfMicros);
        StageHistoryTracker copy = new(this); // waiting events enter the snapshot, not the state
        copy._waiting!.ReleaseAll(copy);
        return copy.SnapshotNow(asOfMicros);
    }

    private StageSnapshot SnapshotNow(long asOfMicros)
    {
        using var open = new OpenVisits(_counter.Cells, _deals.Count);
        for (int slot = 0; slot < _deals.Count; slot++)
        {
            ref readonly DealState deal = ref _deals.At(slot);
            if (StageHistoryCounter.HasOpenVisit(deal))
                open.Add(deal.Cell, deal.Current, StageHistoryCounter.AgeOfVisit(deal, asOfMicros));
        }

        return new StageSnapshot(Header(asOfMicros), _options.Rule, _counter.Cells.ToSnapshotCells(_counter.Segments, open));
    }

    /// <summary>Takes the state of deals that can no longer change out of memory and keeps only their ids: 12 to 23 bytes a deal instead of some 72.</summary>
    /// <returns>How many deals were compacted by this call.</returns>
    /// <remarks>Compacted are deals that were deleted or merged away, and, with <see cref="CountingOptions.ReopenWithin"/>, deals whose dated outcome is further
    /// back than that before <see cref="LastEventAt"/> (less <see cref="TrackerOptions.AllowedLateness"/>). All counts stay. Any later event of such a deal, of
    /// whatever kind, is rejected as <see cref="RejectReason.Compacted"/>: also a deletion, and also an event that comes so far out of time order that it would
    /// still have counted. So compact only trackers whose input is roughly in time order. Takes time in proportion to <see cref="DealCount"/>; call it now and then.</remarks>
    public int Compact()
    {
        long now = _waiting is null ? _lastAt : _waiting.Watermark(_lastAt);
        int kept = 0;
        for (int slot = 0; slot < _deals.Count; slot++)
        {
            if (_counter.IsSettled(_deals.At(slot), now))
                _deals.Compact(slot);
            else
                _deals.Move(slot, kept++);
        }

        int compacted = _deals.Count - kept;
        if (compacted > 0)
            _deals.Trim(kept);
        return compacted;
    }

    private SnapshotHeader Header(long asOfMicros) => new()
    {
        Definition = Definition,
        Layout = _counter.Cells.Layout,
        AsOfMicros = asOfMicros,
        Calendar = _options.Calendar,
        Attribution = SegmentAttribution.AtEntry,
        Partitions = _options.Partition.IsNone ? [] : [_options.Partition],
        Events = EventCount,
        UsesInputOrder = _usesInputOrder,
        IsPartial = _isPartial,
        HasFullHistory = true,
        Tally = _tally,
        Rejections = _rejected.ToRejections(),
    };

    private RejectReason Refuse(long entity, long at, DealEventKind kind, int stage, long value, long segment) =>
        !_options.Partition.Owns(entity) ? RejectReason.WrongShard : EventCheck.Refuse(at, kind, stage, value, segment, _stages, _dimensions);

    private void Wait(in DealEvent dealEvent, long position)
    {
        _lastAt = Math.Max(_lastAt, dealEvent.AtUnixMicros);
        _waiting!.Add(dealEvent, position);
        _waiting.Release(this, _lastAt);
    }
}
