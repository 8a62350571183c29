using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>The exact durations of all visits, by stage: of the ended ones, and so far of those still open; segments and cohorts can be taken out.</summary>
/// <remarks>Quantiles are of ended visits; <see cref="Survival"/> and <see cref="CensoredMedianSeconds"/> count the open ones as well. Time on hold is left out; visits without a dated entry are not in here. About 56 bytes a visit.</remarks>
public sealed class VisitDurations
{
    private readonly FunnelDefinition _definition;
    private readonly VisitDuration[] _visits;
    private readonly long[][] _sortedByStage; // filled on first use
    private Grouping<SegmentKey>? _bySegment; // of the dimensions asked for last
    private Grouping<int>? _byCohort;

    internal VisitDurations(FunnelDefinition definition, VisitDuration[] visits)
    {
        _definition = definition;
        _visits = visits;
        _sortedByStage = new long[definition.OpenStageCount][];
    }

    /// <summary>Gets the number of ended visits of a stage.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public long Count(int stage) => Sorted(stage).Length;

    /// <summary>Gets the number of visits of a stage that are still open.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public long StillOpen(int stage) => Of(stage).LongCount(static v => v.End == VisitEnd.StillOpen);

    /// <summary>Gets the exact median in seconds of the visits that have ended, or <c>null</c> without visits.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public decimal? MedianSeconds(int stage) => QuantileSeconds(stage, 0.5m);

    /// <summary>Gets an exact quantile in seconds: type 7 of Hyndman and Fan, h = (n − 1)·p, x⌊h⌋ + (h − ⌊h⌋)·(x⌊h⌋₊₁ − x⌊h⌋).</summary>
    /// <returns>The quantile, or <c>null</c> without visits.</returns>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="probability">0 = smallest, 0.5 = median, 1 = largest.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1], or there is no such open stage.</exception>
    public decimal? QuantileSeconds(int stage, decimal probability)
    {
        if (probability is < 0 or > 1)
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0, 1]; 0.5 is the median.");
        ReadOnlySpan<long> sorted = Sorted(stage);
        if (sorted.IsEmpty)
            return null;
        decimal position = (sorted.Length - 1) * probability;
        int below = (int)decimal.Floor(position);
        decimal low = sorted[below];
        decimal high = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return (low + ((position - below) * (high - low))) / 1_000_000m;
    }

    /// <summary>Kaplan–Meier curve of the time in a stage, in seconds, with open visits as right-censored: long stays that have not ended are not left out.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="level">Confidence level of the intervals.</param>
    public KaplanMeier Survival(int stage, double level = 0.95)
    {
        VisitDuration[] visits = [.. Of(stage)];
        var seconds = new double[visits.Length];
        var ended = new bool[visits.Length];
        for (int i = 0; i < visits.Length; i++)
            (seconds[i], ended[i]) = (visits[i].Micros / 1e6, visits[i].End != VisitEnd.StillOpen);
        return KaplanMeier.Fit(seconds, ended, level);
    }

    /// <summary>Gets the median time in a stage with open visits counted as right-censored, in seconds: the first time by which half of all visits have ended.</summary>
    /// <returns>The median, or <c>null</c> when it is not reached: too few visits have ended to tell.</returns>
    /// <param name="stage">0-based index of an open stage.</param>
    public double? CensoredMedianSeconds(int stage) => Survival(stage).Quantile(0.5);

    /// <summary>The visits of deals that share the values of some dimensions.</summary>
    /// <param name="dimensions">Names of dimensions.</param>
    /// <param name="values">Their values, as <see cref="SegmentGroup.Values"/> holds them.</param>
    /// <exception cref="ArgumentException">The funnel has no such dimension, or the lists differ in length.</exception>
    public VisitDurations Where(IReadOnlyList<string> dimensions, IReadOnlyList<long> values)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        ArgumentNullException.ThrowIfNull(values);
        if (dimensions.Count != values.Count)
            throw new ArgumentException($"There are {dimensions.Count} dimensions and {values.Count} values. Give one value per dimension.", nameof(values));
        int[] indexes = [.. dimensions.Select(_definition.RequireDimension)];
        SegmentKey key = SegmentKey.None;
        for (int i = 0; i < indexes.Length; i++)
            key = key.With(i, values[i]);

        // Callers ask for one group after the other: group once, or the work is groups × visits.
        if (_bySegment is not { } known || !known.Dimensions.AsSpan().SequenceEqual(indexes))
            _bySegment = known = new Grouping<SegmentKey>(indexes, Group(visit => Project(visit, indexes)));
        return known.Parts.GetValueOrDefault(key) ?? new VisitDurations(_definition, []);
    }

    /// <summary>The visits of deals with one value of a dimension.</summary>
    /// <param name="dimension">The name of the dimension.</param>
    /// <param name="value">The value, or a member of <see cref="SegmentValue"/>.</param>
    /// <exception cref="ArgumentException">The funnel has no such dimension.</exception>
    public VisitDurations Segment(string dimension, long value) => Where([dimension], [value]);

    /// <summary>The visits counted in one cohort.</summary>
    /// <param name="period">The number of the period, see <see cref="CohortPeriod.Number"/>.</param>
    public VisitDurations Cohort(int period)
    {
        _byCohort ??= new Grouping<int>([], Group(static visit => visit.Cell.Cohort));
        return _byCohort.Parts.GetValueOrDefault(period) ?? new VisitDurations(_definition, []);
    }

    private static SegmentKey Project(VisitDuration visit, int[] dimensions)
    {
        SegmentKey key = SegmentKey.None;
        for (int i = 0; i < dimensions.Length; i++)
            key = key.With(i, visit.Cell.Segment[dimensions[i]]);
        return key;
    }

    private Dictionary<TKey, VisitDurations> Group<TKey>(Func<VisitDuration, TKey> key)
        where TKey : notnull =>
        _visits.GroupBy(key).ToDictionary(static g => g.Key, g => new VisitDurations(_definition, [.. g]));

    private sealed record Grouping<TKey>(int[] Dimensions, Dictionary<TKey, VisitDurations> Parts)
        where TKey : notnull;

    private long[] Sorted(int stage)
    {
        CheckStage(stage);
        if (_sortedByStage[stage] is { } known)
            return known;
        long[] sorted = [.. Of(stage).Where(static v => v.End != VisitEnd.StillOpen).Select(static v => v.Micros)];
        Array.Sort(sorted);
        return _sortedByStage[stage] = sorted; // two threads may both sort; the results are equal
    }

    private IEnumerable<VisitDuration> Of(int stage)
    {
        CheckStage(stage);
        return _visits.Where(v => v.Stage == stage);
    }

    private void CheckStage(int stage)
    {
        if ((uint)stage >= (uint)_sortedByStage.Length)
            throw new ArgumentOutOfRangeException(nameof(stage), stage, $"Funnel '{_definition.Name}' has the open stages 0 to {_definition.OpenStageCount - 1}.");
    }
}
