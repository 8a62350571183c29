using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>The counters of all cells in one growing array, and their shared histogram.</summary>
internal sealed class CellStore
{
    private readonly Dictionary<long, int> _ids;
    private readonly List<(int Segments, int Cohort)> _keys;
    private long[] _counters;

    public CellStore(CellLayout layout)
    {
        Layout = layout;
        _ids = [];
        _keys = [];
        _counters = new long[layout.Length * 4];
        Histogram = new BucketTable();
    }

    private CellStore(CellStore other)
    {
        Layout = other.Layout;
        _ids = new Dictionary<long, int>(other._ids);
        _keys = new List<(int Segments, int Cohort)>(other._keys);
        _counters = (long[])other._counters.Clone();
        Histogram = other.Histogram.Clone();
    }

    public CellLayout Layout { get; }

    public BucketTable Histogram { get; }

    public int Count => _keys.Count;

    public long Bytes => ((long)_counters.Length * sizeof(long)) + Histogram.Bytes;

    public CellStore Clone() => new(this);

    public int SegmentsOf(int cell) => _keys[cell].Segments;

    public CellKey KeyOf(int cell, SegmentTable segments) => new(segments[_keys[cell].Segments], _keys[cell].Cohort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<long> Cell(int cell) => _counters.AsSpan(cell * Layout.Length, Layout.Length);

    public int IdOf(int segments, int cohort)
    {
        long key = ((long)segments << 32) | (uint)cohort;
        if (_ids.TryGetValue(key, out int known))
            return known;
        int id = _keys.Count;
        if ((id + 1) * (long)Layout.Length > _counters.Length)
            Array.Resize(ref _counters, checked(_counters.Length * 2));
        _ids.Add(key, id);
        _keys.Add((segments, cohort));
        return id;
    }

    public void AddTime(int cell, int stage, int end, long micros)
    {
        Span<long> counters = Cell(cell);
        int offset = Layout.Times(stage, end);
        counters[offset]++;
        ulong low = (ulong)counters[offset + 1] + (ulong)micros;
        counters[offset + 2] += low < (ulong)micros ? 1 : 0; // carry: durations are never negative
        counters[offset + 1] = (long)low;
        Histogram.Increment(((long)cell << 32) + CellLayout.TimeKey(stage, end, Statistics.LogLinearBuckets.IndexOf(micros)));
    }

    /// <summary>Cells that hold something, ascending by key, with a copy of their counters.</summary>
    public SnapshotCell[] ToSnapshotCells(SegmentTable segments)
    {
        var buckets = new List<BucketCount>[Count];
        foreach ((long key, long count) in Histogram.All())
            (buckets[(int)(key >> 32)] ??= []).Add(new BucketCount((int)key, count));

        var cells = new List<SnapshotCell>(Count);
        for (int cell = 0; cell < Count; cell++)
        {
            Span<long> counters = Cell(cell);
            if (!counters.ContainsAnyExcept(0))
                continue;
            BucketCount[] sorted = buckets[cell]?.ToArray() ?? [];
            Array.Sort(sorted, static (a, b) => a.Key.CompareTo(b.Key));
            cells.Add(new SnapshotCell(KeyOf(cell, segments), counters.ToArray(), sorted));
        }

        cells.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        return [.. cells];
    }
}
