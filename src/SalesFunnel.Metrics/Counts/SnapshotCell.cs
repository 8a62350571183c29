namespace SalesFunnel.Metrics;

/// <summary>One cell of a snapshot: its key, its counters, and its histogram as ascending (key, count) pairs.</summary>
internal sealed class SnapshotCell(CellKey key, long[] counters, BucketCount[] buckets)
{
    public CellKey Key { get; } = key;

    public long[] Counters { get; } = counters;

    public BucketCount[] Buckets { get; } = buckets;

    public SnapshotCell WithKey(CellKey other) => new(other, Counters, Buckets);

    /// <summary>Sums cells; a pure function of the multiset, so no order of merging can change it.</summary>
    public static SnapshotCell Sum(CellLayout layout, CellKey key, IReadOnlyList<SnapshotCell> cells)
    {
        if (cells.Count == 1)
            return cells[0].WithKey(key);
        var counters = new long[layout.Length];
        int buckets = 0;
        foreach (SnapshotCell cell in cells)
        {
            layout.AddTo(counters, cell.Counters);
            buckets += cell.Buckets.Length;
        }

        var all = new BucketCount[buckets];
        int filled = 0;
        foreach (SnapshotCell cell in cells)
        {
            cell.Buckets.CopyTo(all, filled);
            filled += cell.Buckets.Length;
        }

        return new SnapshotCell(key, counters, BucketCount.SortAndCombine(all));
    }
}
