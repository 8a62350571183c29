namespace SalesFunnel.Metrics;

/// <summary>What happened, period by period. No cohort: wins of a period may belong to leads of an earlier one, so no rate is made of these counts.</summary>
public sealed class FlowView
{
    private readonly FunnelDefinition _definition;
    private readonly SortedDictionary<CellKey, FlowRow> _cells;

    internal FlowView(FunnelDefinition definition, CohortCalendar calendar, SortedDictionary<CellKey, FlowRow> cells)
    {
        _definition = definition;
        Calendar = calendar;
        _cells = cells;
        Rows = SumByPeriod(cells);
    }

    /// <summary>Gets the periods' calendar.</summary>
    public CohortCalendar Calendar { get; }

    /// <summary>Gets the periods in which something happened, ascending; what has no date comes first.</summary>
    public IReadOnlyList<FlowRow> Rows { get; }

    /// <summary>What happened to the deals with one value of a dimension.</summary>
    /// <param name="dimension">The name of the dimension.</param>
    /// <param name="value">The value, or a member of <see cref="SegmentValue"/>.</param>
    /// <exception cref="ArgumentException">The funnel has no such dimension.</exception>
    public FlowView Segment(string dimension, long value)
    {
        int index = _definition.RequireDimension(dimension);
        var cells = new SortedDictionary<CellKey, FlowRow>();
        foreach ((CellKey key, FlowRow row) in _cells)
        {
            if (key.Segment[index] == value)
                cells.Add(key, row);
        }

        return new FlowView(_definition, Calendar, cells);
    }

    private System.Collections.ObjectModel.ReadOnlyCollection<FlowRow> SumByPeriod(SortedDictionary<CellKey, FlowRow> cells)
    {
        var sums = new SortedDictionary<int, FlowRow>();
        foreach ((CellKey key, FlowRow row) in cells)
        {
            if (!sums.TryGetValue(key.Cohort, out FlowRow? sum))
                sums.Add(key.Cohort, sum = new FlowRow(Calendar.Period(key.Cohort), new long[_definition.Stages.Count]));
            sum.Add(row);
        }

        return sums.Values.ToArray().AsReadOnly();
    }
}
