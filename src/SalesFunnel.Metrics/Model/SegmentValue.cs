namespace SalesFunnel.Metrics;

/// <summary>Reserved values of a dimension.</summary>
public static class SegmentValue
{
    /// <summary>The deal has no value in this dimension.</summary>
    public const long None = long.MinValue;

    /// <summary>The deal's value came after the stated number of distinct values; its deals are counted together.</summary>
    public const long Other = long.MinValue + 1;
}
