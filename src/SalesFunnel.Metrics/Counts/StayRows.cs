using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>The histograms of the ways out of a stage and of the visits still open as one table: a row for each bucket that holds a visit.</summary>
internal sealed class StayRows
{
    private const double MicrosPerSecond = 1e6;

    private readonly int[] _buckets;
    private readonly double[] _seconds;
    private readonly long[] _events; // row by row, one number per way out
    private readonly long[] _ended;
    private readonly long[] _censored;
    private readonly int _ways;

    public StayRows(ReadOnlySpan<VisitTimes> ways, VisitTimes open)
    {
        var buckets = new SortedSet<int>();
        foreach (VisitTimes way in ways)
            buckets.UnionWith(way.Buckets.Select(static b => b.Key));
        buckets.UnionWith(open.Buckets.Select(static b => b.Key));
        _ways = ways.Length;
        _buckets = [.. buckets];
        _seconds = Array.ConvertAll(_buckets, static bucket => LogLinearBuckets.Middle(bucket) / MicrosPerSecond);
        _events = new long[_buckets.Length * _ways];
        _ended = new long[_buckets.Length];
        _censored = new long[_buckets.Length];
        for (int way = 0; way < _ways; way++)
        {
            foreach (BucketCount bucket in ways[way].Buckets)
            {
                int row = Array.BinarySearch(_buckets, bucket.Key);
                _events[(row * _ways) + way] = bucket.Count;
                _ended[row] += bucket.Count;
            }
        }

        foreach (BucketCount bucket in open.Buckets)
            _censored[Array.BinarySearch(_buckets, bucket.Key)] = bucket.Count;
    }

    public KaplanMeier Survival(double level, TieOrder order) => KaplanMeier.FitGrouped(_seconds, _ended, _censored, level, order);

    public CompetingRisks Incidence(TieOrder order) => CompetingRisks.FitGrouped(_seconds, _events, _censored, _ways, order);

    public StayQuantile Quantile(double probability)
    {
        double? high = Survival(0.95, TieOrder.EndedFirst).Quantile(probability);
        double? low = Survival(0.95, TieOrder.CensoredFirst).Quantile(probability);
        return new StayQuantile(
            high is { } middle ? FromMicros(middle * MicrosPerSecond) : null,
            low is { } first ? FromMicros(LogLinearBuckets.LowerBound(BucketOf(first))) : null,
            high is { } last ? FromMicros(LogLinearBuckets.LowerBound(BucketOf(last)) + (LogLinearBuckets.Width(BucketOf(last)) - 1)) : null);
    }

    private static TimeSpan FromMicros(double micros) => TimeSpan.FromTicks((long)Math.Min(Math.Round(micros * TimeSpan.TicksPerMicrosecond), long.MaxValue));

    private int BucketOf(double seconds) => _buckets[Array.BinarySearch(_seconds, seconds)];
}
