using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>One record of each deal: when it first reached every stage, how and when it ended, what it was won for. Segments and cohorts can be taken out.</summary>
/// <remarks>By the rule Reached, whatever the rule of other figures: a stage is reached on the first entry into it or a later one, and a win reaches the stages that were
/// skipped. Deals deleted or merged away are left out. About 40 bytes a deal and 8 a stage of it.</remarks>
public sealed class DealRecords
{
    internal const long NotReached = long.MaxValue;

    private const double MicrosPerDay = 86_400_000_000;

    private readonly Shared _all;
    private readonly int[] _deals; // of this part
    private readonly Dictionary<(int From, int To), ConversionSpans> _spans = [];
    private (int[] Dimensions, Dictionary<SegmentKey, DealRecords> Parts)? _bySegment;
    private Dictionary<int, DealRecords>? _byCohort;

    internal DealRecords(FunnelDefinition definition, long asOfMicros, bool hasFullHistory, long[] reached, Ending[] endings, CellKey[] cells)
    {
        _all = new Shared(definition, asOfMicros, hasFullHistory, reached, endings, cells, this);
        _deals = new int[endings.Length];
        for (int i = 0; i < _deals.Length; i++)
            _deals[i] = i;
    }

    private DealRecords(Shared all, int[] deals)
    {
        _all = all;
        _deals = deals;
    }

    /// <summary>Gets the number of deals.</summary>
    public int Count => _deals.Length;

    internal FunnelDefinition Definition => _all.Definition;

    internal bool HasFullHistory => _all.HasFullHistory;

    /// <summary>Shares won and lost by age in days since the first dated entry, with open deals counted as still open.</summary>
    /// <param name="ageless">How many deals have no dated entry, or an undated outcome, and so no age; they are left out.</param>
    public AalenJohansen Incidence(out long ageless)
    {
        var days = new List<double>(_deals.Length);
        var outcomes = new List<DealOutcome>(_deals.Length);
        ageless = 0;
        foreach (int deal in _deals)
        {
            Ending ending = _all.Endings[deal];
            if (ending.FirstAt == EventTime.Undated || ending.At == EventTime.Undated)
            {
                ageless++;
                continue;
            }

            days.Add((ending.At - ending.FirstAt) / MicrosPerDay);
            outcomes.Add(ending.Outcome);
        }

        return AalenJohansen.Fit(days.ToArray(), outcomes.ToArray());
    }

    /// <summary>Moments of the amounts of won deals, each as at its last win; deals without an amount are left out.</summary>
    public Moments WonAmounts()
    {
        var moments = default(Moments);
        foreach (int deal in _deals)
        {
            if (_all.Endings[deal].WonAmount != DealEvent.NoValue)
                moments = moments.Add((double)AmountE4.ToDecimal(_all.Endings[deal].WonAmount));
        }

        return moments;
    }

    /// <summary>The deals that share the values of some dimensions.</summary>
    /// <param name="dimensions">Names of dimensions.</param>
    /// <param name="values">Their values, as <see cref="SegmentGroup.Values"/> holds them.</param>
    /// <exception cref="ArgumentException">The funnel has no such dimension, or the lists differ in length.</exception>
    public DealRecords Where(IReadOnlyList<string> dimensions, IReadOnlyList<long> values)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        ArgumentNullException.ThrowIfNull(values);
        if (dimensions.Count != values.Count)
            throw new ArgumentException($"There are {dimensions.Count} dimensions and {values.Count} values. Give one value per dimension.", nameof(values));
        int[] indexes = [.. dimensions.Select(_all.Definition.RequireDimension)];
        SegmentKey key = SegmentKey.None;
        for (int i = 0; i < indexes.Length; i++)
            key = key.With(i, values[i]);
        if (_bySegment is not { } known || !known.Dimensions.AsSpan().SequenceEqual(indexes))
            _bySegment = known = (indexes, Group(cell => cell.Segment.Project(indexes)));
        return known.Parts.GetValueOrDefault(key) ?? new DealRecords(_all, []);
    }

    /// <summary>The deals with one value of a dimension.</summary>
    /// <param name="dimension">The name of the dimension.</param>
    /// <param name="value">The value, or a member of <see cref="SegmentValue"/>.</param>
    /// <exception cref="ArgumentException">The funnel has no such dimension.</exception>
    public DealRecords Segment(string dimension, long value) => Where([dimension], [value]);

    /// <summary>The deals of one cohort.</summary>
    /// <param name="period">The number of the period, see <see cref="CohortPeriod.Number"/>.</param>
    public DealRecords Cohort(int period)
    {
        _byCohort ??= Group(static cell => cell.Cohort);
        return _byCohort.GetValueOrDefault(period) ?? new DealRecords(_all, []);
    }

    private Dictionary<TKey, DealRecords> Group<TKey>(Func<CellKey, TKey> keyOf)
        where TKey : notnull
    {
        var parts = new Dictionary<TKey, List<int>>();
        foreach (int deal in _deals)
        {
            TKey key = keyOf(_all.Cells[_all.Endings[deal].Cell]);
            if (!parts.TryGetValue(key, out List<int>? part))
                parts.Add(key, part = []);
            part.Add(deal);
        }

        return parts.ToDictionary(static part => part.Key, part => new DealRecords(_all, [.. part.Value]));
    }

    /// <summary>How long deals took from one stage to a later one, or until they were lost or last seen.</summary>
    internal ConversionSpans Spans(int from, int to)
    {
        lock (_spans)
        {
            if (_spans.TryGetValue((from, to), out ConversionSpans? known))
                return known;
        }

        ConversionSpans made = Measure(from, to);
        lock (_spans)
            return _spans[(from, to)] = made;
    }

    private ConversionSpans Measure(int from, int to)
    {
        int stages = _all.Definition.Stages.Count;
        var days = new double[_deals.Length];
        var ages = new double[_deals.Length];
        var outcomes = new DealOutcome[_deals.Length];
        int count = 0;
        long undated = 0;
        foreach (int deal in _deals)
        {
            long start = _all.Reached[(deal * stages) + from];
            if (start == NotReached)
                continue;
            Ending ending = _all.Endings[deal];
            long converted = _all.Reached[(deal * stages) + to];
            long end = converted != NotReached ? converted : ending.At;
            if (start == EventTime.Undated || end == EventTime.Undated)
            {
                undated++;
                continue;
            }

            days[count] = (end - start) / MicrosPerDay;
            ages[count] = (_all.AsOfMicros - start) / MicrosPerDay;
            outcomes[count++] = converted != NotReached ? DealOutcome.Won : ending.Outcome;
        }

        Array.Resize(ref days, count);
        Array.Resize(ref ages, count);
        Array.Resize(ref outcomes, count);
        double? cycle = ReferenceEquals(_all.Whole, this) ? CycleP90(days, outcomes) : _all.Whole.Spans(from, to).CycleP90Days;
        return new ConversionSpans(days, ages, outcomes, undated, cycle);
    }

    // The time by which nine of ten are decided, with those not decided yet as censored.
    private static double? CycleP90(double[] days, DealOutcome[] outcomes)
    {
        var decided = new bool[outcomes.Length];
        for (int i = 0; i < decided.Length; i++)
            decided[i] = outcomes[i] != DealOutcome.Open;
        return days.Length == 0 ? null : KaplanMeier.Fit(days, decided).Quantile(0.9);
    }

    internal readonly record struct Ending(long FirstAt, long At, long WonAmount, int Cell, DealOutcome Outcome);

    private sealed record Shared(FunnelDefinition Definition, long AsOfMicros, bool HasFullHistory, long[] Reached, Ending[] Endings, CellKey[] Cells, DealRecords Whole);
}
