using System.Globalization;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>Share of the deals that reached a stage and were lost with it as their furthest: lost ÷ reached.</summary>
/// <remarks>Always by the rule Reached, so for each open stage churn + conversion to the next + share still open = 1.</remarks>
/// <param name="Lost">Deals lost whose furthest stage is this one.</param>
/// <param name="Reached">Deals that reached the stage.</param>
public readonly record struct ChurnRate(long Lost, long Reached)
{
    /// <summary>The id of the method.</summary>
    public const string MethodId = "churn.reached.cohort/1";

    /// <summary>Gets the rate as a fraction, or <c>null</c> when nothing reached the stage.</summary>
    public double? Value => Reached > 0 ? (double)Lost / Reached : null;

    /// <summary>Gets <see cref="MetricStatus.Ok"/>; <see cref="MetricStatus.Undefined"/> when nothing reached the stage; or <see cref="MetricStatus.LowerBound"/> when the
    /// source holds only part of the deals' stages, so that more deals may have reached this one than are known.</summary>
    public MetricStatus Status => Reached == 0 ? MetricStatus.Undefined : IsLowerBound ? MetricStatus.LowerBound : MetricStatus.Ok;

    /// <summary>Gets the reason of a status other than Ok, or <c>null</c>.</summary>
    public string? Reason => Reached == 0 ? "no deals reached the stage" : IsLowerBound ? StageSnapshotMetrics.PartOfHistory : null;

    internal bool IsLowerBound { get; init; }

    /// <summary>The rate of plain numbers.</summary>
    /// <param name="lost">Cases that left, 0 ≤ lost ≤ reached.</param>
    /// <param name="reached">All cases.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or more lost than reached.</exception>
    public static ChurnRate Of(long lost, long reached)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lost);
        ArgumentOutOfRangeException.ThrowIfNegative(reached);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lost, reached);
        return new ChurnRate(lost, reached);
    }

    /// <summary>The Wilson score interval.</summary>
    /// <returns>The interval, or <c>null</c> when the rate is undefined.</returns>
    /// <param name="level">Confidence level, strictly between 0 and 1.</param>
    public ProportionInterval? Interval(double level = 0.95) => Wilson.Interval(Lost, Reached, level);

    /// <summary>The rate as a figure with its 95 % interval; unit <c>fraction</c>.</summary>
    public MetricValue ToMetricValue()
    {
        ProportionInterval? interval = Interval();
        return new MetricValue
        {
            Value = Reached > 0 ? (decimal)Lost / Reached : null,
            Unit = "fraction",
            Status = Status,
            Reason = Reason,
            Numerator = Lost,
            Denominator = Reached,
            N = Reached,
            Low = (decimal?)interval?.Low,
            High = (decimal?)interval?.High,
            Method = MethodId,
        };
    }

    /// <summary>For example <c>12 of 134 = 9.0 % lost</c>, in the invariant culture.</summary>
    public override string ToString() => Value is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{Lost:N0} of {Reached:N0} = {value * 100:0.0} % lost")
        : $"undefined: {Reason}";
}
