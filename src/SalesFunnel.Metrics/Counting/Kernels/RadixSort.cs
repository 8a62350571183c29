using System.Numerics;
using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>Sorts non-negative keys by their lowest digits first, as many as the largest key has.</summary>
internal static class RadixSort
{
    private const int MaxDigitBits = 10; // counters and open write streams of a pass still fit the caches next to the core
    private const int SmallSort = 256;

    /// <param name="keys">Non-negative keys; sorted in place.</param>
    /// <param name="scratch">At least as long as the keys; overwritten.</param>
    public static void Sort<T>(Span<T> keys, Span<T> scratch)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (keys.Length <= SmallSort)
        {
            keys.Sort();
            return;
        }

        T all = T.Zero;
        foreach (T key in keys)
            all |= key;
        int bits = 64 - BitOperations.LeadingZeroCount(ulong.CreateTruncating(all));
        int passes = (bits + MaxDigitBits - 1) / MaxDigitBits;
        int digitBits = passes == 0 ? 1 : (bits + passes - 1) / passes; // even digits: no pass is spent on a bit or two
        Span<T> from = keys;
        Span<T> to = scratch[..keys.Length];
        for (int shift = 0; shift < bits; shift += digitBits)
        {
            Scatter(from, to, shift, digitBits);
            Span<T> swap = from;
            from = to;
            to = swap;
        }

        if (!Unsafe.AreSame(ref from[0], ref keys[0]))
            from.CopyTo(keys);
    }

    private static void Scatter<T>(ReadOnlySpan<T> from, Span<T> to, int shift, int digitBits)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<int> starts = stackalloc int[1 << MaxDigitBits];
        starts.Clear();
        int mask = (1 << digitBits) - 1;
        foreach (T key in from)
            starts[int.CreateTruncating(key >> shift) & mask]++;
        int next = 0;
        for (int digit = 0; digit <= mask; digit++)
        {
            int count = starts[digit];
            starts[digit] = next;
            next += count;
        }

        foreach (T key in from)
            to[starts[int.CreateTruncating(key >> shift) & mask]++] = key;
    }
}
