using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>Times that deals stayed in one stage: exact count and sum, and a log-linear histogram for approximate quantiles.</summary>
/// <remarks>Time on hold is left out. Visits without a dated entry are not in here; see <see cref="StageSnapshot.UntimedVisits"/>.</remarks>
public readonly struct VisitTimes
{
    private readonly BucketCount[]? _buckets; // keys are bare buckets, ascending

    internal VisitTimes(long count, Int128 totalMicros, BucketCount[] buckets)
    {
        Count = count;
        TotalMicros = totalMicros;
        _buckets = buckets;
    }

    /// <summary>Gets the number of visits.</summary>
    public long Count { get; }

    /// <summary>Gets the exact sum of their durations, in microseconds.</summary>
    public Int128 TotalMicros { get; }

    /// <summary>Gets the histogram, ascending; keys are bare buckets.</summary>
    internal IReadOnlyList<BucketCount> Buckets => _buckets ?? [];

    /// <summary>Gets the exact mean in seconds (sum ÷ count), or <c>null</c> without visits.</summary>
    public decimal? MeanSeconds => Count > 0 ? (decimal)TotalMicros / Count / 1_000_000m : null;

    /// <summary>Gets the exact mean, rounded to 100 ns, or <c>null</c> without visits.</summary>
    public TimeSpan? Mean => MeanSeconds is { } seconds ? TimeSpan.FromTicks((long)decimal.Round(seconds * TimeSpan.TicksPerSecond)) : null;

    /// <summary>An approximate quantile: type 7 over the middles of the histogram's buckets, off by at most
    /// <see cref="LogLinearBuckets.MaxRelativeError"/> of the exact type-7 quantile.</summary>
    /// <returns>The quantile, or <c>null</c> without visits.</returns>
    /// <param name="probability">0 = smallest, 0.5 = median, 1 = largest.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1].</exception>
    public TimeSpan? ApproximateQuantile(double probability)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0, 1]; 0.5 is the median.");
        if (Count == 0)
            return null;
        double position = (Count - 1) * probability;
        long below = (long)Math.Floor(position);
        double low = ValueAt(below);
        double high = below + 1 < Count ? ValueAt(below + 1) : low;
        double micros = low + ((position - below) * (high - low));
        return TimeSpan.FromTicks((long)Math.Min(Math.Round(micros * TimeSpan.TicksPerMicrosecond), long.MaxValue));
    }

    /// <summary>The visits that came since an earlier reading of the same times: the middle of each bucket in seconds, off by at most
    /// <see cref="LogLinearBuckets.MaxRelativeError"/>, and how many.</summary>
    /// <param name="earlier">An earlier reading.</param>
    public IEnumerable<(double Seconds, long Count)> GrowthSince(VisitTimes earlier)
    {
        IReadOnlyList<BucketCount> old = earlier.Buckets;
        int next = 0;
        foreach (BucketCount bucket in Buckets)
        {
            while (next < old.Count && old[next].Key < bucket.Key)
                next++;
            long before = next < old.Count && old[next].Key == bucket.Key ? old[next].Count : 0;
            if (bucket.Count > before)
                yield return (LogLinearBuckets.Middle(bucket.Key) / 1_000_000, bucket.Count - before);
        }
    }

    private double ValueAt(long rank)
    {
        foreach (BucketCount bucket in _buckets!)
        {
            if (rank < bucket.Count)
                return LogLinearBuckets.Middle(bucket.Key);
            rank -= bucket.Count;
        }

        throw new InvalidOperationException("The histogram holds fewer visits than were counted.");
    }
}
