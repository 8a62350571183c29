using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>Payback period: how long a customer's profit takes to repay its acquisition cost, without churn and without discount.</summary>
/// <remarks>Whole periods n = ⌈cost ÷ profit⌉, the first after which the cost is repaid; fractional cost ÷ profit by name. A cost of zero is repaid after 0
/// periods. <em>Never</em> when the profit is zero or negative and the cost positive. Forms with churn and discount belong to the economics of the product.</remarks>
/// <param name="AcquisitionCost">Cost of one customer, ≥ 0.</param>
/// <param name="ProfitPerPeriod">Gross profit of one customer in one period.</param>
/// <param name="Basis">Which cost, which profit, which period, in words.</param>
public readonly record struct PaybackPeriod(decimal AcquisitionCost, decimal ProfitPerPeriod, string Basis)
{
    /// <summary>The id of the method.</summary>
    public const string MethodId = "payback.simple/1";

    private readonly string? _undefined;

    private PaybackPeriod(string undefined)
        : this(0, 0, string.Empty) => _undefined = undefined;

    /// <summary>Gets the whole periods until the cost is repaid, or <c>null</c>.</summary>
    public long? WholePeriods => FractionalPeriods is { } periods ? decimal.ToInt64(decimal.Ceiling(periods)) : null;

    /// <summary>Gets cost ÷ profit, or <c>null</c>.</summary>
    public decimal? FractionalPeriods => Status != MetricStatus.Ok ? null : AcquisitionCost == 0 ? 0 : AcquisitionCost / ProfitPerPeriod;

    /// <summary>Gets Ok, Never when the profit cannot repay the cost, or Undefined when the cost or the profit is not known.</summary>
    public MetricStatus Status => _undefined is not null ? MetricStatus.Undefined
        : AcquisitionCost > 0 && ProfitPerPeriod <= 0 ? MetricStatus.Never : MetricStatus.Ok;

    /// <summary>Gets the reason of a status other than Ok.</summary>
    public string? Reason => _undefined ?? (Status == MetricStatus.Never ? "the profit per period is not positive" : null);

    /// <summary>The payback of plain numbers.</summary>
    /// <param name="acquisitionCost">Cost of one customer, ≥ 0.</param>
    /// <param name="profitPerPeriod">Gross profit of one customer in one period.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cost is negative.</exception>
    public static PaybackPeriod Of(decimal acquisitionCost, decimal profitPerPeriod) =>
        Of(acquisitionCost, profitPerPeriod, "cost ÷ profit per period as given");

    /// <summary>The payback of plain numbers, with its basis.</summary>
    /// <param name="acquisitionCost">Cost of one customer, ≥ 0.</param>
    /// <param name="profitPerPeriod">Gross profit of one customer in one period.</param>
    /// <param name="basis">Which cost, which profit, which period, in words.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cost is negative.</exception>
    public static PaybackPeriod Of(decimal acquisitionCost, decimal profitPerPeriod, string basis)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(acquisitionCost);
        return new PaybackPeriod(acquisitionCost, profitPerPeriod, basis);
    }

    /// <summary>The payback of an acquisition cost; undefined when the cost is.</summary>
    /// <param name="acquisitionCost">The acquisition cost.</param>
    /// <param name="profitPerPeriod">Gross profit of one customer in one period; <c>null</c> when not known.</param>
    /// <param name="basis">Which cost, which profit, which period, in words.</param>
    public static PaybackPeriod Of(CustomerAcquisitionCost acquisitionCost, decimal? profitPerPeriod, string basis) =>
        acquisitionCost.Value is not { } cost ? Undefined($"the acquisition cost is undefined: {acquisitionCost.Reason}")
        : profitPerPeriod is not { } profit ? Undefined("the profit per customer is not known")
        : new PaybackPeriod(cost, profit, basis);

    /// <summary>A payback that cannot be told.</summary>
    /// <param name="reason">Why.</param>
    public static PaybackPeriod Undefined(string reason) => new(reason);

    /// <summary>The whole periods as a figure; unit <c>months</c>, the period of the product.</summary>
    public MetricValue ToMetricValue() => new()
    {
        Value = WholePeriods,
        Unit = "months",
        Status = Status,
        Reason = Reason,
        Numerator = _undefined is null ? AcquisitionCost : null,
        Denominator = _undefined is null ? ProfitPerPeriod : null,
        Method = MethodId,
        Basis = Basis,
    };

    /// <summary>For example <c>6 periods (5.46)</c>, in the invariant culture.</summary>
    public override string ToString() => FractionalPeriods is { } periods
        ? string.Create(CultureInfo.InvariantCulture, $"{WholePeriods} periods ({periods:0.00})")
        : $"{Status}: {Reason}";
}
