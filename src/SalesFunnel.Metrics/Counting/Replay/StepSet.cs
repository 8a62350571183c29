using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>Which of two sets of steps done by one time makes the better chain.</summary>
internal static class StepSet
{
    /// <summary>More steps, then the earlier ones; 0 = impossible.</summary>
    public static ulong Better(ulong a, ulong b)
    {
        int more = BitOperations.PopCount(a) - BitOperations.PopCount(b);
        return more > 0 || (more == 0 && ComesFirst(a, b)) ? a : b;
    }

    /// <summary>Whether the first step in which two sets differ is in the first of them.</summary>
    public static bool ComesFirst(ulong a, ulong b) => (a & ~b & (0 - (a ^ b)) & (a ^ b)) != 0;

    public static ulong Between(int first, int last) => last - first < 2 ? 0 : (1UL << last) - (1UL << (first + 1));
}
