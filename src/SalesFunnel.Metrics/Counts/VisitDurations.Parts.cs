namespace SalesFunnel.Metrics;

/// <content>Segments and cohorts.</content>
public sealed partial class VisitDurations
{
    private Grouping<SegmentKey>? _bySegment; // of the dimensions asked for last
    private Grouping<int>? _byCohort;

    /// <summary>The samples of deals that share the values of some dimensions.</summary>
    /// <param name="dimensions">Names of dimensions.</param>
    /// <param name="values">Their values, as <see cref="SegmentGroup.Values"/> holds them.</param>
    /// <exception cref="ArgumentException">The funnel has no such dimension, or the lists differ in length.</exception>
    public VisitDurations Where(IReadOnlyList<string> dimensions, IReadOnlyList<long> values)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        ArgumentNullException.ThrowIfNull(values);
        if (dimensions.Count != values.Count)
            throw new ArgumentException($"There are {dimensions.Count} dimensions and {values.Count} values. Give one value per dimension.", nameof(values));
        SegmentKey key = SegmentKey.None;
        for (int i = 0; i < values.Count; i++)
            key = key.With(i, values[i]);
        return BySegment([.. dimensions.Select(_definition.RequireDimension)]).GetValueOrDefault(key) ?? Nothing();
    }

    /// <summary>The samples of deals with one value of a dimension.</summary>
    /// <param name="dimension">The name of the dimension.</param>
    /// <param name="value">The value, or a member of <see cref="SegmentValue"/>.</param>
    /// <exception cref="ArgumentException">The funnel has no such dimension.</exception>
    public VisitDurations Segment(string dimension, long value) => Where([dimension], [value]);

    /// <summary>The samples counted in one cohort.</summary>
    /// <param name="period">The number of the period, see <see cref="CohortPeriod.Number"/>.</param>
    public VisitDurations Cohort(int period)
    {
        _byCohort ??= new Grouping<int>([], Group(static cell => cell.Cohort));
        return _byCohort.Parts.GetValueOrDefault(period) ?? Nothing();
    }

    // Callers ask for one group after the other: group once, or the work is groups × samples.
    private Dictionary<SegmentKey, VisitDurations> BySegment(int[] dimensions)
    {
        Grouping<SegmentKey>? known = _bySegment;
        if (known is null || !known.Dimensions.AsSpan().SequenceEqual(dimensions))
            _bySegment = known = new Grouping<SegmentKey>(dimensions, Group(cell => cell.Segment.Project(dimensions)));
        return known.Parts;
    }

    private VisitDurations Nothing() => new(_definition, Options, _cells, [.. _stages.Select(static _ => new VisitStage([], [], [], 0, 0))]);

    private Dictionary<TKey, VisitDurations> Group<TKey>(Func<CellKey, TKey> keyOf)
        where TKey : notnull
    {
        var numbers = new Dictionary<TKey, int>();
        var groupOfCell = new int[_cells.Length];
        for (int cell = 0; cell < groupOfCell.Length; cell++)
        {
            TKey key = keyOf(_cells[cell]);
            if (!numbers.TryGetValue(key, out int number))
                numbers.Add(key, number = numbers.Count);
            groupOfCell[cell] = number;
        }

        VisitStage[][] slices = [.. _stages.Select(stage => stage.Split(groupOfCell, numbers.Count))];
        return numbers.ToDictionary(static pair => pair.Key, pair => new VisitDurations(_definition, Options, _cells, [.. slices.Select(slice => slice[pair.Value])]));
    }

    private sealed record Grouping<TKey>(int[] Dimensions, Dictionary<TKey, VisitDurations> Parts)
        where TKey : notnull;
}
