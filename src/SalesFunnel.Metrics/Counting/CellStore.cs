using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>The counters of all cells in one growing array, and their shared histogram.</summary>
internal sealed class CellStore
{
    private readonly Dictionary<long, int> _ids;
    private readonly List<(int Segments, int Cohort)> _keys;
    private readonly CacheAlignedArray<long> _counters;
    private readonly TimeHistogram _histogram;
    private readonly long _bucketsPerCell;

    public CellStore(CellLayout layout)
    {
        Layout = layout;
        _ids = [];
        _keys = [];
        _counters = new CacheAlignedArray<long>();
        _histogram = new TimeHistogram();
        _bucketsPerCell = CellLayout.TimeKey(layout.OpenStages, 0, 0);
    }

    private CellStore(CellStore other)
    {
        Layout = other.Layout;
        _ids = new Dictionary<long, int>(other._ids);
        _keys = new List<(int Segments, int Cohort)>(other._keys);
        _counters = other._counters.Clone(other.Count * other.Layout.Length);
        _histogram = other._histogram.Clone();
        _bucketsPerCell = other._bucketsPerCell;
        Detail = other.Detail;
    }

    public CellLayout Layout { get; }

    public int Count => _keys.Count;

    public long Bytes => _counters.Bytes + _histogram.Bytes;

    /// <summary>What is kept of times; anything but the default only so that a benchmark can tell what they cost.</summary>
    public TimeDetail Detail { get; set; }

    public CellStore Clone() => new(this);

    public int SegmentsOf(int cell) => _keys[cell].Segments;

    public CellKey KeyOf(int cell, SegmentTable segments) => new(segments[_keys[cell].Segments], _keys[cell].Cohort);

    /// <summary>The keys of all cells, by id.</summary>
    public CellKey[] Keys(SegmentTable segments)
    {
        var keys = new CellKey[Count];
        for (int cell = 0; cell < keys.Length; cell++)
            keys[cell] = KeyOf(cell, segments);
        return keys;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<long> Cell(int cell) => _counters.Slice(cell * Layout.Length, Layout.Length);

    public int IdOf(int segments, int cohort)
    {
        long key = ((long)segments << 32) | (uint)cohort;
        if (_ids.TryGetValue(key, out int known))
            return known;
        int id = _keys.Count;
        if ((id + 1) * (long)Layout.Length > _counters.Capacity)
            _counters.Grow(checked(Math.Max(id * 2, 4) * Layout.Length), id * Layout.Length);
        _ids.Add(key, id);
        _keys.Add((segments, cohort));
        return id;
    }

    public void AddTime(int cell, int stage, VisitEnd end, long micros)
    {
        if (Detail != TimeDetail.ByEnd)
        {
            if (Detail == TimeDetail.None)
                return;
            end = end == VisitEnd.StillOpen ? end : VisitEnd.Onward;
        }

        Span<long> counters = Cell(cell);
        int offset = Layout.Times(stage, end);
        counters[offset]++;
        ulong low = (ulong)counters[offset + 1] + (ulong)micros;
        counters[offset + 2] += low < (ulong)micros ? 1 : 0; // carry: durations are never negative
        counters[offset + 1] = (long)low;
        _histogram.Add((cell * _bucketsPerCell) + CellLayout.TimeKey(stage, end, Statistics.LogLinearBuckets.IndexOf(micros)));
    }

    /// <summary>Cells that hold something, ascending by key, with a copy of their counters.</summary>
    public SnapshotCell[] ToSnapshotCells(SegmentTable segments)
    {
        ReadOnlySpan<BucketTotal> totals = _histogram.Totals(); // ascending, so those of a cell stand together
        var cells = new List<SnapshotCell>(Count);
        int next = 0;
        for (int cell = 0; cell < Count; cell++)
        {
            int end = next;
            while (end < totals.Length && totals[end].Key < (cell + 1) * _bucketsPerCell)
                end++;
            var buckets = new BucketCount[end - next];
            for (int i = 0; i < buckets.Length; i++)
                buckets[i] = new BucketCount((int)(totals[next + i].Key - (cell * _bucketsPerCell)), totals[next + i].Count);
            next = end;
            if (Cell(cell).ContainsAnyExcept(0))
                cells.Add(new SnapshotCell(KeyOf(cell, segments), Cell(cell).ToArray(), buckets));
        }

        cells.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        return [.. cells];
    }
}
