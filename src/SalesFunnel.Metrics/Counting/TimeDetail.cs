namespace SalesFunnel.Metrics;

/// <summary>What a counter keeps of the times of visits.</summary>
internal enum TimeDetail
{
    /// <summary>Counts, sums and histograms by stage and way out.</summary>
    ByEnd = 0,

    /// <summary>By stage alone; all ended visits together.</summary>
    Together = 1,

    /// <summary>Nothing.</summary>
    None = 2,
}
