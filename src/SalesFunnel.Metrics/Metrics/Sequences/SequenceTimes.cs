namespace SalesFunnel.Metrics;

/// <summary>Times from one step of a sequence to another, over the chains that did both: exact mean, median and quantiles, and bins.</summary>
public sealed class SequenceTimes
{
    /// <summary>The id of the method of the mean.</summary>
    public const string MethodId = "time.sequence.elapsed.mean/1";

    private const int MaxBins = 60;

    private readonly long[] _sorted; // in units of the resolution
    private readonly long _unitsPerSecond;
    private readonly string? _undefined;

    internal SequenceTimes(SequenceSnapshot snapshot, int from, int to)
    {
        _unitsPerSecond = 1_000_000 / SequenceTime.MicrosOf(snapshot.Resolution);
        _undefined = snapshot.Chains is null ? SequenceSnapshotMetrics.OnlyCounts : null;
        var times = new List<long>();
        foreach (SequenceChain chain in (IEnumerable<SequenceChain>?)snapshot.Chains ?? [])
        {
            if (chain.AtOf(from) is { } start && chain.AtOf(to) is { } end)
                times.Add(end - start);
        }

        _sorted = [.. times];
        Array.Sort(_sorted);
        foreach (long time in _sorted)
            TotalUnits += time;
    }

    /// <summary>Gets the number of chains that did both steps.</summary>
    public long N => _sorted.Length;

    /// <summary>Gets the exact sum of the times, in units of the snapshot's resolution.</summary>
    public Int128 TotalUnits { get; }

    /// <summary>Gets the mean in seconds (exact sum ÷ N), or <c>null</c> without any.</summary>
    public decimal? MeanSeconds => N > 0 ? (decimal)TotalUnits / N / _unitsPerSecond : null;

    /// <summary>Gets the exact median in seconds, of two middle ones their mean; <c>null</c> without any.</summary>
    public decimal? MedianSeconds => QuantileSeconds(0.5m);

    /// <summary>Gets whether there is a figure: undefined when no chain did both steps, or only counts were kept.</summary>
    public MetricStatus Status => N > 0 ? MetricStatus.Ok : MetricStatus.Undefined;

    /// <summary>Gets the reason of a status other than Ok.</summary>
    public string? Reason => N > 0 ? null : _undefined ?? "no chain did both steps";

    /// <summary>An exact quantile in seconds: type 7 of Hyndman and Fan, h = (n − 1)·p, x⌊h⌋ + (h − ⌊h⌋)·(x⌊h⌋₊₁ − x⌊h⌋).</summary>
    /// <returns>The quantile, or <c>null</c> without any chain.</returns>
    /// <param name="probability">0 = shortest, 0.5 = median, 1 = longest.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1].</exception>
    public decimal? QuantileSeconds(decimal probability)
    {
        if (probability is < 0 or > 1)
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0, 1]; 0.5 is the median.");
        if (_sorted.Length == 0)
            return null;
        decimal position = (_sorted.Length - 1) * probability;
        int below = (int)decimal.Floor(position);
        decimal low = _sorted[below];
        decimal high = _sorted[Math.Min(below + 1, _sorted.Length - 1)];
        return (low + ((position - below) * (high - low))) / _unitsPerSecond;
    }

    /// <summary>How many chains took how long, in bins of equal width in whole seconds, as PostHog cuts them.</summary>
    /// <remarks>The number of bins is min(60, ⌈∛N⌉) unless given; the first begins at the shortest time, cut to whole seconds; the width is ⌈(longest − shortest) ÷ bins⌉ seconds, 60 when that is zero.
    /// There is one row more than bins: it begins where the bins end, and holds the longest time when that falls on the end.</remarks>
    /// <returns>The rows, ascending; none without any chain.</returns>
    /// <param name="bins">The number of bins, 1 to 1,000; <c>null</c> = automatic.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of bins is outside 1 to 1,000.</exception>
    public IReadOnlyList<SequenceTimeBin> Bins(int? bins = null)
    {
        if (bins is < 1 or > 1_000)
            throw new ArgumentOutOfRangeException(nameof(bins), bins, "1 to 1,000 bins are possible.");
        if (_sorted.Length == 0)
            return [];
        int count = bins ?? Math.Min(MaxBins, CubeRootUp(_sorted.Length));
        long first = _sorted[0] / _unitsPerSecond;
        long last = (_sorted[^1] + _unitsPerSecond - 1) / _unitsPerSecond;
        long width = (last - first + count - 1) / count;
        if (width == 0)
            width = 60;
        var chains = new long[count + 1];
        foreach (long time in _sorted)
            chains[((time / _unitsPerSecond) - first) / width]++;
        return Enumerable.Range(0, count + 1).Select(i => new SequenceTimeBin(first + (i * width), chains[i])).ToArray().AsReadOnly();
    }

    /// <summary>The mean as a figure; unit <c>seconds</c>.</summary>
    public MetricValue ToMetricValue() => new()
    {
        Value = MeanSeconds,
        Unit = "seconds",
        Status = Status,
        Reason = Reason,
        Numerator = (decimal)TotalUnits / _unitsPerSecond,
        Denominator = N,
        N = N,
        Method = MethodId,
    };

    private static int CubeRootUp(int n)
    {
        int root = 1;
        while (root < MaxBins && (long)root * root * root < n)
            root++;
        return root;
    }
}
