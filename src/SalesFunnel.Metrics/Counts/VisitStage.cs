namespace SalesFunnel.Metrics;

/// <summary>The samples of one stage, in columns; a part is a slice of columns that it shares with other parts.</summary>
internal sealed class VisitStage(long[] micros, int[] cells, byte[] ends, int start, int count)
{
    /// <summary>The end of a sample that has no duration, because its entry has no date.</summary>
    public const byte Untimed = (byte)VisitEnd.StillOpen + 1;

    private const int Ends = Untimed + 1;

    private readonly long[]?[] _sorted = new long[]?[Ends]; // by way out, the last of all ended ones; two threads may both sort, the results are equal
    private Tallies? _tallies;

    public ReadOnlySpan<long> Micros => micros.AsSpan(start, count);

    public ReadOnlySpan<int> Cells => cells.AsSpan(start, count);

    public ReadOnlySpan<byte> EndsOf => ends.AsSpan(start, count);

    private Tallies Totals => _tallies ??= Tally();

    public static bool HasEnded(byte end) => end < (byte)VisitEnd.StillOpen;

    public long CountOf(byte end) => Totals.Counts[end];

    public Int128 SumOf(byte end) => Totals.Sums[end];

    public long[] SortedEnded() => _sorted[Untimed] ??= Sort(static end => HasEnded(end));

    public long[] Sorted(VisitEnd way) => _sorted[(int)way] ??= Sort(end => end == (byte)way);

    /// <summary>The samples with a duration: seconds, and how each ended.</summary>
    public (double[] Seconds, VisitEnd[] Ends) Timed()
    {
        int length = count - (int)CountOf(Untimed);
        var seconds = new double[length];
        var how = new VisitEnd[length];
        int filled = 0;
        ReadOnlySpan<long> all = Micros;
        ReadOnlySpan<byte> allEnds = EndsOf;
        for (int i = 0; i < all.Length; i++)
        {
            if (allEnds[i] != Untimed)
                (seconds[filled], how[filled++]) = (all[i] / 1e6, (VisitEnd)allEnds[i]);
        }

        return (seconds, how);
    }

    /// <summary>Cuts the samples into one slice per group.</summary>
    /// <param name="groupOfCell">The group of each cell.</param>
    /// <param name="groups">The number of groups.</param>
    public VisitStage[] Split(int[] groupOfCell, int groups)
    {
        var starts = new int[groups + 1];
        foreach (int cell in Cells)
            starts[groupOfCell[cell] + 1]++;
        for (int group = 0; group < groups; group++)
            starts[group + 1] += starts[group];
        var (newMicros, newCells, newEnds) = (new long[count], new int[count], new byte[count]);
        int[] next = starts[..groups];
        for (int i = start; i < start + count; i++)
        {
            int to = next[groupOfCell[cells[i]]]++;
            (newMicros[to], newCells[to], newEnds[to]) = (micros[i], cells[i], ends[i]);
        }

        var parts = new VisitStage[groups];
        for (int group = 0; group < groups; group++)
            parts[group] = new VisitStage(newMicros, newCells, newEnds, starts[group], starts[group + 1] - starts[group]);
        return parts;
    }

    private Tallies Tally()
    {
        var counts = new long[Ends];
        var sums = new Int128[Ends];
        for (int i = start; i < start + count; i++)
        {
            counts[ends[i]]++;
            sums[ends[i]] += micros[i];
        }

        return new Tallies(counts, sums);
    }

    private long[] Sort(Func<byte, bool> isIn)
    {
        long length = 0;
        for (byte end = 0; end < (byte)VisitEnd.StillOpen; end++)
            length += isIn(end) ? CountOf(end) : 0;
        var sorted = new long[length];
        int filled = 0;
        for (int i = start; i < start + count; i++)
        {
            if (isIn(ends[i]))
                sorted[filled++] = micros[i];
        }

        Array.Sort(sorted);
        return sorted;
    }

    private sealed record Tallies(long[] Counts, Int128[] Sums);
}
