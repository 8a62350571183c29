using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>Sorts non-negative 64-bit keys by their lowest digits first, as many as the largest key has.</summary>
internal static class RadixSort
{
    private const int DigitBits = 9; // 512 counters and open write streams: the most that stay in the first-level cache
    private const int Radix = 1 << DigitBits;
    private const int SmallSort = 256;

    /// <param name="keys">Non-negative keys; sorted in place.</param>
    /// <param name="scratch">At least as long as the keys; overwritten.</param>
    public static void Sort(Span<long> keys, Span<long> scratch)
    {
        if (keys.Length <= SmallSort)
        {
            keys.Sort();
            return;
        }

        long all = 0;
        foreach (long key in keys)
            all |= key;
        Span<long> from = keys;
        Span<long> to = scratch[..keys.Length];
        for (int shift = 0; shift < 63 && all >> shift != 0; shift += DigitBits)
        {
            Scatter(from, to, shift);
            Span<long> swap = from;
            from = to;
            to = swap;
        }

        if (!Unsafe.AreSame(ref from[0], ref keys[0]))
            from.CopyTo(keys);
    }

    private static void Scatter(ReadOnlySpan<long> from, Span<long> to, int shift)
    {
        Span<int> starts = stackalloc int[Radix];
        starts.Clear();
        foreach (long key in from)
            starts[(int)(key >> shift) & (Radix - 1)]++;
        int next = 0;
        for (int digit = 0; digit < Radix; digit++)
        {
            int count = starts[digit];
            starts[digit] = next;
            next += count;
        }

        foreach (long key in from)
            to[starts[(int)(key >> shift) & (Radix - 1)]++] = key;
    }
}
