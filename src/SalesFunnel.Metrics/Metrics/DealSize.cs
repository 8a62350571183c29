using System.Globalization;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>Average deal size: revenue of won deals ÷ won deals that have an amount.</summary>
/// <remarks>The amount is that at the last win. Deals won without amount are counted but not priced, and make the figure partial; they never enter as 0.</remarks>
/// <param name="Revenue">Sum of the amounts.</param>
/// <param name="WonDeals">Deals won.</param>
/// <param name="PricedDeals">Those of them with an amount.</param>
public readonly record struct DealSize(decimal Revenue, long WonDeals, long PricedDeals)
{
    /// <summary>The id of the method.</summary>
    public const string MethodId = "deal-size.at-win/1";

    /// <summary>Gets the average, or <c>null</c> when no won deal has an amount.</summary>
    public decimal? Value => PricedDeals > 0 ? Revenue / PricedDeals : null;

    /// <summary>Gets whether the average is a number, and over how much.</summary>
    public MetricStatus Status => WonDeals == 0 ? MetricStatus.Undefined
        : PricedDeals == 0 ? MetricStatus.Unpriced
        : PricedDeals < WonDeals ? MetricStatus.Partial : MetricStatus.Ok;

    /// <summary>Gets the reason of a status other than Ok.</summary>
    public string? Reason => Status switch
    {
        MetricStatus.Undefined => "no deals won",
        MetricStatus.Unpriced => "no won deal has an amount",
        MetricStatus.Partial => string.Create(CultureInfo.InvariantCulture, $"{PricedDeals} of {WonDeals} won deals have an amount"),
        _ => null,
    };

    /// <summary>The deal size of plain numbers.</summary>
    /// <param name="revenue">Sum of the amounts of the won deals.</param>
    /// <param name="wonDeals">Number of won deals, all with an amount.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of deals is negative.</exception>
    public static DealSize Of(decimal revenue, long wonDeals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wonDeals);
        return new DealSize(revenue, wonDeals, wonDeals);
    }

    /// <summary>The average as a figure; unit <c>money</c>.</summary>
    public MetricValue ToMetricValue() => new()
    {
        Value = Value,
        Unit = "money",
        Status = Status,
        Reason = Reason,
        Numerator = Revenue,
        Denominator = PricedDeals,
        N = PricedDeals,
        Method = MethodId,
        Basis = "amount at the last win ÷ won deals with an amount",
    };

    /// <summary>The average as a figure with its 95 % interval; unit <c>money</c>.</summary>
    /// <param name="amounts">Moments of the same amounts, see <see cref="DealRecords.WonAmounts"/>. The interval is <see cref="MeanInterval.StudentT"/>'s.</param>
    /// <exception cref="ArgumentException">The moments are of another number of amounts.</exception>
    public MetricValue ToMetricValue(Moments amounts)
    {
        if (amounts.Count != PricedDeals)
            throw new ArgumentException($"The moments are of {amounts.Count} amounts, the average is of {PricedDeals}.", nameof(amounts));
        (double Low, double High)? interval = MeanInterval.StudentT(amounts);
        return ToMetricValue() with { Low = (decimal?)interval?.Low, High = (decimal?)interval?.High };
    }

    /// <summary>For example <c>13,164.46 over 121 won deals</c>, in the invariant culture.</summary>
    public override string ToString() => Value is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{value:N2} over {PricedDeals:N0} won deals")
        : $"{Status}: {Reason}";
}
