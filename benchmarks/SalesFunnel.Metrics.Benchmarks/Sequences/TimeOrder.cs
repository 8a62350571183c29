namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>The stable order of rows by time: a radix sort, so that rows of one time keep the order in which they were given.</summary>
internal static class TimeOrder
{
    private const int Bits = 12;
    private const int Buckets = 1 << Bits;

    /// <summary>Places of the rows in ascending order of time.</summary>
    public static int[] Of(ReadOnlySpan<long> times)
    {
        long min = long.MaxValue;
        long max = long.MinValue;
        foreach (long at in times)
            (min, max) = (Math.Min(min, at), Math.Max(max, at));
        int[] order = new int[times.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        int[] next = new int[times.Length];
        int[] starts = new int[Buckets + 1];
        for (int shift = 0; times.Length > 0 && (max - min) >> shift != 0; shift += Bits)
        {
            Array.Clear(starts);
            foreach (int row in order)
                starts[(int)((times[row] - min) >> shift & (Buckets - 1)) + 1]++;
            for (int bucket = 0; bucket < Buckets; bucket++)
                starts[bucket + 1] += starts[bucket];
            foreach (int row in order)
                next[starts[(int)((times[row] - min) >> shift & (Buckets - 1))]++] = row;
            (order, next) = (next, order);
        }

        return order;
    }

    /// <summary>A column in another order.</summary>
    public static T[] Apply<T>(int[] order, T[] column)
    {
        var ordered = new T[column.Length];
        for (int i = 0; i < ordered.Length; i++)
            ordered[i] = column[order[i]];
        return ordered;
    }
}
