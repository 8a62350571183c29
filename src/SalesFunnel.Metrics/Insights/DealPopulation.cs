namespace SalesFunnel.Metrics.Insights;

/// <summary>Which deals a count takes.</summary>
public enum DealPopulation
{
    /// <summary>All.</summary>
    All = 0,

    /// <summary>Only those won or lost as of the time.</summary>
    ClosedOnly = 1,

    /// <summary>Only those that are not lost as of the time: survivors.</summary>
    NotLostNow = 2,
}
