using System.Numerics;
using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics.Statistics;

/// <summary>The buckets of the integer log-linear histogram of durations: 64 equal buckets in every power of two.</summary>
/// <remarks>Values below 128 have a bucket each. Above, bucket b covers [m · 2ᵉ, (m + 1) · 2ᵉ) with m = 64 + b mod 64 and e = ⌊b / 64⌋ − 1, found by
/// counting leading zeros: the same on every machine and in SQL. The middle of a bucket is off by at most 1/128 = 0.78 % of any value in it.</remarks>
public static class LogLinearBuckets
{
    /// <summary>The number of buckets that cover every non-negative 64-bit value.</summary>
    public const int Count = 3_712;

    /// <summary>The largest relative distance of a value from the middle of its bucket.</summary>
    public const double MaxRelativeError = 1.0 / 128;

    private const int SubBucketBits = 6;
    private const int SubBuckets = 1 << SubBucketBits;

    /// <summary>Gets the bucket of a value.</summary>
    /// <param name="value">A non-negative value; not checked, negative values give a bucket outside the range.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOf(long value)
    {
        int exponent = Math.Max(63 - BitOperations.LeadingZeroCount((ulong)value | 1) - SubBucketBits, 0);
        return (exponent << SubBucketBits) + (int)(value >> exponent);
    }

    /// <summary>Gets the smallest value of a bucket.</summary>
    /// <param name="bucket">The bucket, 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bucket.</exception>
    public static long LowerBound(int bucket)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bucket, Count);
        int exponent = Exponent(bucket);
        return (bucket - ((long)exponent << SubBucketBits)) << exponent;
    }

    /// <summary>Gets the number of values in a bucket.</summary>
    /// <param name="bucket">The bucket, 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bucket.</exception>
    public static long Width(int bucket)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bucket, Count);
        return 1L << Exponent(bucket);
    }

    /// <summary>Gets the value that stands for a bucket: its middle.</summary>
    /// <param name="bucket">The bucket, 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bucket.</exception>
    public static double Middle(int bucket) => LowerBound(bucket) + ((Width(bucket) - 1) / 2.0);

    private static int Exponent(int bucket) => Math.Max((bucket >> SubBucketBits) - 1, 0);
}
