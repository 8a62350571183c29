namespace SalesFunnel.Metrics;

/// <summary>Closed deals by the period of their last outcome. A period's row changes when one of its deals is re-opened later.</summary>
public sealed class OutcomeView
{
    private readonly FunnelDefinition _definition;
    private readonly IReadOnlyList<ClosedDeal> _deals;

    internal OutcomeView(FunnelDefinition definition, CohortCalendar calendar, IReadOnlyList<ClosedDeal> deals)
    {
        _definition = definition;
        Calendar = calendar;
        _deals = deals;
        Rows = deals.GroupBy(static d => d.Period).OrderBy(static g => g.Key).Select(g => new OutcomeRow(
            calendar.Period(g.Key),
            g.LongCount(static d => d.IsWon),
            g.LongCount(static d => !d.IsWon),
            g.LongCount(static d => d.IsWon && d.AmountE4 != DealEvent.NoValue),
            AmountE4.ToDecimal(g.Where(static d => d.IsWon && d.AmountE4 != DealEvent.NoValue).Aggregate(Int128.Zero, static (sum, d) => sum + d.AmountE4))))
            .ToArray().AsReadOnly();
    }

    /// <summary>Gets the periods' calendar.</summary>
    public CohortCalendar Calendar { get; }

    /// <summary>Gets the periods with outcomes, ascending; outcomes without a date come first.</summary>
    public IReadOnlyList<OutcomeRow> Rows { get; }

    /// <summary>The closed deals with one value of a dimension.</summary>
    /// <param name="dimension">The name of the dimension.</param>
    /// <param name="value">The value, or a member of <see cref="SegmentValue"/>.</param>
    /// <exception cref="ArgumentException">The funnel has no such dimension.</exception>
    public OutcomeView Segment(string dimension, long value)
    {
        int index = _definition.RequireDimension(dimension);
        return new OutcomeView(_definition, Calendar, [.. _deals.Where(d => d.Segment[index] == value)]);
    }

    internal readonly record struct ClosedDeal(SegmentKey Segment, int Period, bool IsWon, long AmountE4);
}
