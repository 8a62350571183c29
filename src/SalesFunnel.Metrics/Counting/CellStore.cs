using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>The counters of all cells in one growing array, and their shared histogram.</summary>
internal sealed class CellStore
{
    private readonly Dictionary<long, int> _ids;
    private readonly List<(int Segments, int Cohort)> _keys;
    private readonly CacheAlignedArray<long> _counters;
    private readonly TimeHistogram _histogram;

    public CellStore(CellLayout layout)
    {
        Layout = layout;
        _ids = [];
        _keys = [];
        _counters = new CacheAlignedArray<long>();
        _histogram = new TimeHistogram();
        BucketsPerCell = CellLayout.TimeKey(layout.OpenStages, 0, 0);
    }

    private CellStore(CellStore other)
    {
        Layout = other.Layout;
        _ids = new Dictionary<long, int>(other._ids);
        _keys = new List<(int Segments, int Cohort)>(other._keys);
        _counters = other._counters.Clone(other.Count * other.Layout.Length);
        _histogram = other._histogram.Clone();
        BucketsPerCell = other.BucketsPerCell;
        Detail = other.Detail;
    }

    public CellLayout Layout { get; }

    public int Count => _keys.Count;

    /// <summary>How many keys of the histogram belong to a cell.</summary>
    public long BucketsPerCell { get; }

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

        AddToTimes(Cell(cell).Slice(Layout.Times(stage, end), 3), micros);
        _histogram.Add((cell * BucketsPerCell) + CellLayout.TimeKey(stage, end, Statistics.LogLinearBuckets.IndexOf(micros)));
    }

    /// <summary>Adds a duration to a count and a sum (two places).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddToTimes(Span<long> times, long micros)
    {
        times[0]++;
        ulong low = (ulong)times[1] + (ulong)micros;
        times[2] += low < (ulong)micros ? 1 : 0; // carry: durations are never negative
        times[1] = (long)low;
    }

    /// <summary>Cells that hold something, ascending by key, with a copy of their counters.</summary>
    /// <param name="segments">What the segments of the cells are.</param>
    /// <param name="open">Open visits to add, when they are not in the cells already.</param>
    public SnapshotCell[] ToSnapshotCells(SegmentTable segments, OpenVisits? open = null)
    {
        SnapshotCell[] all = All(segments, open);
        var cells = new List<SnapshotCell>(all.Length);
        foreach (SnapshotCell cell in all)
        {
            if (cell.Counters.AsSpan().ContainsAnyExcept(0))
                cells.Add(cell);
        }

        cells.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        return [.. cells];
    }

    /// <summary>All cells by id, with a copy of their counters.</summary>
    /// <param name="segments">What the segments of the cells are.</param>
    /// <param name="open">Open visits to add, when they are not in the cells already.</param>
    public SnapshotCell[] All(SegmentTable segments, OpenVisits? open = null)
    {
        open?.Close();
        ReadOnlySpan<BucketTotal> ended = _histogram.Totals(); // ascending, so those of a cell stand together
        ReadOnlySpan<BucketTotal> stillOpen = open is null ? [] : open.Totals;
        var cells = new SnapshotCell[Count];
        for (int cell = 0; cell < cells.Length; cell++)
        {
            long[] counters = Cell(cell).ToArray();
            open?.CopyTimes(cell, counters);
            cells[cell] = new SnapshotCell(KeyOf(cell, segments), counters, Buckets(cell, TakeCell(cell, ref ended), TakeCell(cell, ref stillOpen)));
        }

        return cells;
    }

    /// <summary>Takes over cells in the order of their ids, into a store without any.</summary>
    /// <returns>False when two have the same key.</returns>
    /// <param name="cells">Segments by their ids, cohort, counters and histogram.</param>
    public bool TryRestore(IReadOnlyList<(int Segments, SnapshotCell Cell)> cells)
    {
        int buckets = 0;
        foreach ((int segments, SnapshotCell cell) in cells)
        {
            int expected = Count;
            int id = IdOf(segments, cell.Key.Cohort);
            if (id != expected)
                return false;
            cell.Counters.CopyTo(Cell(id));
            buckets += cell.Buckets.Length;
        }

        var totals = new BucketTotal[buckets];
        int next = 0;
        for (int id = 0; id < cells.Count; id++)
        {
            foreach (BucketCount bucket in cells[id].Cell.Buckets)
                totals[next++] = new BucketTotal((id * BucketsPerCell) + bucket.Key, bucket.Count);
        }

        _histogram.Restore(totals);
        return true;
    }

    public int CohortOf(int cell) => _keys[cell].Cohort;

    private ReadOnlySpan<BucketTotal> TakeCell(int cell, ref ReadOnlySpan<BucketTotal> totals)
    {
        int length = 0;
        while (length < totals.Length && totals[length].Key < (cell + 1) * BucketsPerCell)
            length++;
        ReadOnlySpan<BucketTotal> taken = totals[..length];
        totals = totals[length..];
        return taken;
    }

    /// <summary>Merges two ascending lists without common keys.</summary>
    private BucketCount[] Buckets(int cell, ReadOnlySpan<BucketTotal> a, ReadOnlySpan<BucketTotal> b)
    {
        var buckets = new BucketCount[a.Length + b.Length];
        (int x, int y) = (0, 0);
        for (int i = 0; i < buckets.Length; i++)
        {
            BucketTotal total = y == b.Length || (x < a.Length && a[x].Key < b[y].Key) ? a[x++] : b[y++];
            buckets[i] = new BucketCount((int)(total.Key - (cell * BucketsPerCell)), total.Count);
        }

        return buckets;
    }
}
