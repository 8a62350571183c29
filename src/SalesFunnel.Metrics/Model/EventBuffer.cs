namespace SalesFunnel.Metrics;

/// <summary>Columns of events that grow: fill them, hand <see cref="Batch"/> on, clear them. Allocates nothing once it is as long as it gets.</summary>
/// <remarks>Not thread-safe. Columns that no event has used take no memory and are absent from the batch.</remarks>
public sealed class EventBuffer
{
    private const int FirstLength = 64;

    private long[] _entities = [];
    private long[] _at = [];
    private byte[] _stages = [];
    private DealEventKind[] _kinds = [];
    private long[] _values = [];
    private long[] _segments = [];
    private long[] _seqs = [];
    private Columns _used;

    [Flags]
    private enum Columns
    {
        None = 0,
        Stages = 1,
        Kinds = 2,
        Values = 4,
        Segments = 8,
        Seqs = 16,
    }

    /// <summary>Gets the number of events.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the bytes of the columns.</summary>
    public long Bytes => (8L * (_entities.Length + _at.Length + _values.Length + _segments.Length + _seqs.Length)) + _stages.Length + _kinds.Length;

    /// <summary>Gets the events as columns: a view, valid until the buffer changes.</summary>
    public EventBatch Batch => new(
        _entities.AsSpan(0, Count),
        _at.AsSpan(0, Count),
        Used(_stages, Columns.Stages),
        Used(_kinds, Columns.Kinds),
        Used(_values, Columns.Values),
        Used(_segments, Columns.Segments),
        Used(_seqs, Columns.Seqs));

    /// <summary>Appends one event. A stage that no column can hold becomes 255, which no funnel has.</summary>
    /// <param name="dealEvent">The event.</param>
    public void Add(in DealEvent dealEvent)
    {
        Reserve(Count + 1);
        int i = Count++;
        _entities[i] = dealEvent.Entity;
        _at[i] = dealEvent.AtUnixMicros;
        byte stage = (byte)Math.Min((uint)dealEvent.Stage, byte.MaxValue);
        if (Needs(ref _stages, Columns.Stages, stage != 0, (byte)0, i))
            _stages[i] = stage;
        if (Needs(ref _kinds, Columns.Kinds, dealEvent.Kind != DealEventKind.Enter, DealEventKind.Enter, i))
            _kinds[i] = dealEvent.Kind;
        if (Needs(ref _values, Columns.Values, dealEvent.Value != DealEvent.NoValue, DealEvent.NoValue, i))
            _values[i] = dealEvent.Value;
        if (Needs(ref _segments, Columns.Segments, dealEvent.Segment != DealEvent.NoValue, DealEvent.NoValue, i))
            _segments[i] = dealEvent.Segment;
        if (Needs(ref _seqs, Columns.Seqs, dealEvent.Seq != DealEvent.NoSeq, DealEvent.NoSeq, i))
            _seqs[i] = dealEvent.Seq;
    }

    /// <summary>Appends the events of a batch.</summary>
    /// <param name="events">The events; copied.</param>
    public void Add(EventBatch events)
    {
        int start = Count;
        Reserve(start + events.Length);
        Count += events.Length;
        events.Entities.CopyTo(_entities.AsSpan(start));
        events.AtUnixMicros.CopyTo(_at.AsSpan(start));
        Copy<byte>(events.Stages, ref _stages, Columns.Stages, 0, start);
        Copy(events.Kinds, ref _kinds, Columns.Kinds, DealEventKind.Enter, start);
        Copy(events.Values, ref _values, Columns.Values, DealEvent.NoValue, start);
        Copy(events.Segments, ref _segments, Columns.Segments, DealEvent.NoValue, start);
        Copy(events.Seqs, ref _seqs, Columns.Seqs, DealEvent.NoSeq, start);
    }

    /// <summary>Forgets the events and keeps the memory.</summary>
    public void Clear()
    {
        Count = 0;
        _used = Columns.None;
    }

    private ReadOnlySpan<T> Used<T>(T[] column, Columns which) => (_used & which) != 0 ? column.AsSpan(0, Count) : default;

    private void Reserve(int count)
    {
        if (count <= _entities.Length)
            return;
        int length = Math.Max(FirstLength, _entities.Length);
        while (length < count)
            length = checked(length * 2);
        Array.Resize(ref _entities, length);
        Array.Resize(ref _at, length);
        Extend(ref _stages, length);
        Extend(ref _kinds, length);
        Extend(ref _values, length);
        Extend(ref _segments, length);
        Extend(ref _seqs, length);
    }

    // A column that was never used stays empty.
    private static void Extend<T>(ref T[] column, int length)
    {
        if (column.Length > 0)
            Array.Resize(ref column, length);
    }

    /// <summary>Whether a column is written; one that comes into use gets its default for the events before.</summary>
    private bool Needs<T>(ref T[] column, Columns which, bool isGiven, T absent, int before)
    {
        if ((_used & which) != 0)
            return true;
        if (!isGiven)
            return false;
        _used |= which;
        if (column.Length < _entities.Length)
            column = new T[_entities.Length];
        column.AsSpan(0, before).Fill(absent);
        return true;
    }

    private void Copy<T>(ReadOnlySpan<T> given, ref T[] column, Columns which, T absent, int start)
    {
        if (!Needs(ref column, which, !given.IsEmpty, absent, start))
            return;
        if (given.IsEmpty)
            column.AsSpan(start, Count - start).Fill(absent);
        else
            given.CopyTo(column.AsSpan(start));
    }
}
