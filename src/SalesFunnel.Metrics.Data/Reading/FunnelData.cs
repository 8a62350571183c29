using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>What the files of a mapping hold, ready to be counted.</summary>
public sealed class FunnelData
{
    internal const int FileShift = 48; // positions of events: file number above, line below

    /// <summary>Gets the mapping that was read.</summary>
    public required FunnelMapping Mapping { get; init; }

    /// <summary>Gets the log of events.</summary>
    public required DealLog Log { get; init; }

    /// <summary>Gets the outer ids of the deals.</summary>
    public required EntityIndex Deals { get; init; }

    /// <summary>Gets the texts of the values of each dimension, in the order of the funnel's dimensions.</summary>
    public required IReadOnlyList<EntityIndex> DimensionValues { get; init; }

    /// <summary>Gets the texts of the reasons of losses.</summary>
    public required EntityIndex LossReasons { get; init; }

    /// <summary>Gets the outer ids of the customers.</summary>
    public required EntityIndex Customers { get; init; }

    /// <summary>Gets the cost lines; <c>null</c> when the mapping has no table of costs.</summary>
    public IReadOnlyList<SpendLine>? Spend { get; init; }

    /// <summary>Gets what customers pay; <c>null</c> when the mapping has no table of customers.</summary>
    public IReadOnlyList<CustomerRevenue>? Revenues { get; init; }

    /// <summary>Gets what was read, and what was left out and why.</summary>
    public required ReadSummary Summary { get; init; }

    /// <summary>Turns the position of an event, as rejections of the log carry it, into a place: <c>file:line</c>.</summary>
    /// <param name="position">The position.</param>
    public string PlaceOf(long position)
    {
        int file = (int)(position >> FileShift);
        string name = file switch
        {
            0 => Mapping.MainFile,
            1 => Mapping.Deals?.File ?? "?",
            2 => Mapping.Customers?.File ?? "?",
            _ => Mapping.Merges?.File ?? "?",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{name}:{position & ((1L << FileShift) - 1)}");
    }
}
