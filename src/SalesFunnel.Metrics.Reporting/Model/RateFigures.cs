namespace SalesFunnel.Metrics.Reporting;

/// <summary>A rate with what it says and what it leaves open: the plain figure, its maturity, and the estimates that count open deals as open.</summary>
public sealed class RateFigures
{
    /// <summary>The horizons that reports show, in days.</summary>
    public static readonly IReadOnlyList<int> Horizons = [30, 90, 180];

    private readonly bool _isChurn;
    private readonly long _minimum;

    private RateFigures(MetricValue plain, ConversionOverTime? overTime, bool isChurn, long minimum)
    {
        Plain = plain.RequireAtLeast(minimum);
        OverTime = overTime;
        _isChurn = isChurn;
        _minimum = minimum;
    }

    /// <summary>Gets the rate so far: one count ÷ another, with its interval.</summary>
    public MetricValue Plain { get; }

    /// <summary>Gets the estimates by time, by the rule Reached; <c>null</c> when the funnel lacks a stage with the role, or the rate is not about going from stage to stage.</summary>
    public ConversionOverTime? OverTime { get; }

    /// <summary>Gets whether enough deals are decided for the plain rate to be compared, when that can be told.</summary>
    public Maturity? Maturity => OverTime?.Maturity;

    /// <summary>The share within a number of days, or <c>null</c> without <see cref="OverTime"/>.</summary>
    /// <param name="days">The horizon, inclusive.</param>
    public MetricValue? Within(int days) => OverTime is not { } over ? null
        : (_isChurn ? over.LostWithin(TimeSpan.FromDays(days)) : over.Within(TimeSpan.FromDays(days))).RequireAtLeast(_minimum);

    /// <summary>The share in the end, or <c>null</c> without <see cref="OverTime"/>.</summary>
    public MetricValue? Ultimate() => OverTime is not { } over ? null : (_isChurn ? over.UltimatelyLost() : over.Ultimate()).RequireAtLeast(_minimum);

    internal static RateFigures Of(ConversionRate rate, ConversionOverTime? overTime, long minimum) => new(rate.ToMetricValue(), overTime, isChurn: false, minimum);

    internal static RateFigures Of(ChurnRate churn, ConversionOverTime overTime, long minimum) => new(churn.ToMetricValue(), overTime, isChurn: true, minimum);
}
