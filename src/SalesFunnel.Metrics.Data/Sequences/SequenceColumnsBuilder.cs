namespace SalesFunnel.Metrics.Data;

/// <summary>Collects the events of a file.</summary>
internal sealed class SequenceColumnsBuilder
{
    private readonly List<long> _entities = [];
    private readonly List<long> _at = [];
    private readonly List<byte> _types = [];
    private readonly List<long> _segments = [];

    public EntityIndex Outer { get; } = new();

    public EntityIndex Values { get; } = new();

    public int Count => _at.Count;

    public void Add(ReadOnlySpan<char> entity, long at, byte type, ReadOnlySpan<char> value)
    {
        _entities.Add(Outer.GetOrAdd(entity));
        _at.Add(at);
        _types.Add(type);
        _segments.Add(value.IsEmpty ? SegmentValue.None : Values.GetOrAdd(value));
    }

    /// <summary>The columns in ascending order of time; events of one time keep the order of the file.</summary>
    public (long[] Entities, long[] At, byte[] Types, long[] Segments) InOrderOfTime()
    {
        var places = new int[Count];
        for (int i = 0; i < places.Length; i++)
            places[i] = i;
        Array.Sort(places, (a, b) => _at[a] != _at[b] ? _at[a].CompareTo(_at[b]) : a.CompareTo(b));
        var columns = (Entities: new long[Count], At: new long[Count], Types: new byte[Count], Segments: new long[Count]);
        for (int i = 0; i < places.Length; i++)
        {
            int from = places[i];
            columns.Entities[i] = _entities[from];
            columns.At[i] = _at[from];
            columns.Types[i] = _types[from];
            columns.Segments[i] = _segments[from];
        }

        return columns;
    }
}
