using System.Buffers;

namespace SalesFunnel.Metrics;

/// <summary>One cell of a snapshot: its key, its counters, and its histogram as ascending (key, count) pairs.</summary>
internal sealed class SnapshotCell(CellKey key, long[] counters, BucketCount[] buckets)
{
    private const int DenseFrom = 8; // one counter for every possible key is faster than sorting from about an eighth as many buckets on

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

        int keys = CellLayout.TimeKey(layout.OpenStages, VisitEnd.Onward, 0);
        if (buckets > keys / DenseFrom)
            return new SnapshotCell(key, counters, SumOf(cells, keys));
        var all = new BucketCount[buckets];
        int filled = 0;
        foreach (SnapshotCell cell in cells)
        {
            cell.Buckets.CopyTo(all, filled);
            filled += cell.Buckets.Length;
        }

        return new SnapshotCell(key, counters, BucketCount.SortAndCombine(all));
    }

    private static BucketCount[] SumOf(IReadOnlyList<SnapshotCell> cells, int keys)
    {
        long[] counts = ArrayPool<long>.Shared.Rent(keys);
        try
        {
            counts.AsSpan(0, keys).Clear();
            int used = 0;
            foreach (SnapshotCell cell in cells)
            {
                foreach (BucketCount bucket in cell.Buckets)
                {
                    used += counts[bucket.Key] == 0 ? 1 : 0;
                    counts[bucket.Key] += bucket.Count;
                }
            }

            var sum = new BucketCount[used];
            for (int key = 0, next = 0; next < used; key++)
            {
                if (counts[key] != 0)
                    sum[next++] = new BucketCount(key, counts[key]);
            }

            return sum;
        }
        finally
        {
            ArrayPool<long>.Shared.Return(counts);
        }
    }
}
