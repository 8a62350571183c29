using SalesFunnel.Metrics.Benchmarks.Rivals;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Stages;

/// <summary>The counters of a hand-written stage count: flat arrays by segment and stage, and the times either whole, to be sorted, or in a histogram.</summary>
internal sealed class StageCells(bool keepTimes)
{
    private readonly long[] _figures = StageFigures.Create();
    private readonly List<long>[] _times = keepTimes ? [.. Enumerable.Range(0, StageData.Segments * StageData.Stages).Select(static _ => new List<long>())] : [];
    private readonly RivalHistogram _histogram = new();

    public ref long At(int segment, int stage, int figure) => ref _figures[StageFigures.Place(segment, stage, figure)];

    public ref long Revenue(int segment) => ref _figures[StageFigures.Revenue(segment)];

    public void AddTime(int segment, int stage, long milliseconds)
    {
        At(segment, stage, StageFigures.Visits)++;
        At(segment, stage, StageFigures.Milliseconds) += milliseconds;
        int cell = (segment * StageData.Stages) + stage;
        if (keepTimes)
            _times[cell].Add(milliseconds);
        else
            _histogram.Increment(cell, milliseconds);
    }

    public Measured Finish()
    {
        StageFigures.AddUp(_figures);
        for (int stage = 0; stage < StageData.Stages; stage++)
        {
            var all = new List<long>();
            var allBuckets = new long[RivalHistogram.Buckets];
            for (int segment = 0; segment < StageData.Segments; segment++)
            {
                int cell = (segment * StageData.Stages) + stage;
                if (keepTimes)
                {
                    all.AddRange(_times[cell]);
                    Sort(segment, stage, _times[cell]);
                }
                else
                {
                    long[] buckets = _histogram.Row(cell);
                    for (int i = 0; i < buckets.Length; i++)
                        allBuckets[i] += buckets[i];
                    Read(segment, stage, buckets);
                }
            }

            if (keepTimes)
                Sort(StageFigures.All, stage, all);
            else
                Read(StageFigures.All, stage, allBuckets);
        }

        return new Measured(_figures);
    }

    private void Sort(int segment, int stage, List<long> times)
    {
        if (times.Count == 0)
            return;
        times.Sort();
        At(segment, stage, StageFigures.Median) = times[(int)StageFigures.Rank(times.Count, 50)];
        At(segment, stage, StageFigures.Ninetieth) = times[(int)StageFigures.Rank(times.Count, 90)];
    }

    private void Read(int segment, int stage, long[] buckets)
    {
        long visits = At(segment, stage, StageFigures.Visits);
        if (visits == 0)
            return;
        At(segment, stage, StageFigures.Median) = OfRank(buckets, StageFigures.Rank(visits, 50));
        At(segment, stage, StageFigures.Ninetieth) = OfRank(buckets, StageFigures.Rank(visits, 90));
    }

    private static long OfRank(long[] buckets, long rank)
    {
        int bucket = 0;
        while (rank >= buckets[bucket])
            rank -= buckets[bucket++];
        int exponent = Math.Max((bucket >> 6) - 1, 0);
        long low = (long)(bucket - (exponent << 6)) << exponent;
        return low + ((1L << exponent) / 2);
    }
}
