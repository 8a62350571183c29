namespace SalesFunnel.Metrics.Data;

/// <summary>Which table holds the column of a dimension.</summary>
public enum DimensionSource
{
    /// <summary>The table of deals: one value for the whole life of the deal.</summary>
    Deals = 0,

    /// <summary>The log: the value as it was at each stage change.</summary>
    Log = 1,
}
