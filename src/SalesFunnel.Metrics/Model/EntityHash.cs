using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

internal static class EntityHash
{
    /// <summary>A bijective 64-bit mixer (the finaliser of MurmurHash3 with D. Stafford's variant 13 constants): every input bit reaches every output bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
