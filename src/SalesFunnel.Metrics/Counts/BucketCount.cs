namespace SalesFunnel.Metrics;

/// <summary>How many durations fell into one bucket; the key orders by stage, end and bucket.</summary>
internal readonly record struct BucketCount(int Key, long Count)
{
    public static BucketCount[] SortAndCombine(BucketCount[] all)
    {
        Array.Sort(all, static (a, b) => a.Key.CompareTo(b.Key));
        int kept = 0;
        for (int i = 0; i < all.Length; i++)
        {
            if (kept > 0 && all[kept - 1].Key == all[i].Key)
                all[kept - 1] = new BucketCount(all[i].Key, all[kept - 1].Count + all[i].Count);
            else
                all[kept++] = all[i];
        }

        return kept == all.Length ? all : all[..kept];
    }

    /// <summary>The pairs with keys in [from, toExclusive).</summary>
    public static ReadOnlySpan<BucketCount> Range(BucketCount[] sorted, int from, int toExclusive)
    {
        int start = FirstAtLeast(sorted, from);
        return sorted.AsSpan(start, FirstAtLeast(sorted, toExclusive) - start);
    }

    private static int FirstAtLeast(BucketCount[] sorted, int key)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle].Key < key)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
