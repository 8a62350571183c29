namespace SalesFunnel.Metrics.Insights;

/// <summary>One count ÷ another of which it is no part: no proportion, so it may exceed 1 and has no interval.</summary>
/// <param name="Numerator">The count at the later stage.</param>
/// <param name="Denominator">The count at the earlier stage.</param>
public readonly record struct CountRatio(long Numerator, long Denominator)
{
    /// <summary>Gets the ratio, or <c>null</c> when the denominator is 0.</summary>
    public double? Value => Denominator > 0 ? (double)Numerator / Denominator : null;

    /// <summary>The ratio as a figure; unit <c>ratio</c>.</summary>
    /// <param name="method">The id of the method.</param>
    public MetricValue ToMetricValue(string method) => new()
    {
        Value = Denominator > 0 ? (decimal)Numerator / Denominator : null,
        Unit = "ratio",
        Status = Denominator > 0 ? MetricStatus.Ok : MetricStatus.Undefined,
        Reason = Denominator > 0 ? null : "nothing at the earlier stage",
        Numerator = Numerator,
        Denominator = Denominator,
        N = Denominator,
        Method = method,
    };
}
