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

    /// <summary>The inverse of <see cref="Mix"/>.</summary>
    public static ulong Unmix(ulong hash)
    {
        hash = (hash ^ (hash >> 31) ^ (hash >> 62)) * 0x319642B2D24D8EC3;
        hash = (hash ^ (hash >> 27) ^ (hash >> 54)) * 0x96DE1B173F119089;
        return hash ^ (hash >> 30) ^ (hash >> 60);
    }
}
