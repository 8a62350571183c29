using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>64-bit numbers in 32 bits where they fit. <see cref="long.MinValue"/>, which means none, has a place of its own.</summary>
internal static class NarrowLong
{
    private const int None = int.MinValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(long value) => ((int)value == value && (int)value != None) || value == long.MinValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int From(long value) => value == long.MinValue ? None : (int)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ToLong(int value) => value == None ? long.MinValue : value;
}
