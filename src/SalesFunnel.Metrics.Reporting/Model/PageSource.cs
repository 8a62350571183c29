namespace SalesFunnel.Metrics.Reporting;

/// <summary>What a page is about: which funnel, as of when, in which zone, and what its reader must know about the data.</summary>
public sealed record PageSource
{
    /// <summary>Gets the log, as of the time that the page describes.</summary>
    public required DealLog Log { get; init; }

    /// <summary>Gets the zone of printed times.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Gets a value indicating whether the as-of time was not asked for, but is that of the last event.</summary>
    public bool AsOfIsLastEvent { get; init; }

    /// <summary>Gets the outer ids of the deals; <c>null</c> = those of the log, else numbers.</summary>
    public EntityIndex? Deals { get; init; }

    /// <summary>Gets the texts of the values of each dimension, in the order of the funnel's dimensions; <c>null</c> = the log's own, else numbers.</summary>
    public IReadOnlyList<EntityIndex>? DimensionValues { get; init; }

    /// <summary>Gets sentences about how the data was read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets the time that the page describes, with the offset of the zone; events at exactly this time are in.</summary>
    public DateTimeOffset AsOf => TimeZoneInfo.ConvertTime(Log.AsOfTime, Zone);

    internal string DealId(long entity) => (Deals ?? Log.Entities) is { } index && entity >= 0 && entity < index.Count
        ? index.OuterId(entity)
        : entity.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
