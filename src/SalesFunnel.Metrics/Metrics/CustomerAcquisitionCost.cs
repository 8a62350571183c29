using System.Globalization;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>Customer acquisition cost: acquisition spend ÷ new customers.</summary>
/// <remarks>A new customer is the first won deal of a customer; without customer ids, a won deal. Which spend, which period and which wins is the
/// <see cref="Basis"/>, and part of the figure. Spend without customers is undefined, not infinite and not zero.</remarks>
/// <param name="Spend">Total acquisition spend.</param>
/// <param name="NewCustomers">Number of new customers.</param>
/// <param name="Basis">Which spend, period and wins, in words.</param>
public readonly record struct CustomerAcquisitionCost(decimal Spend, long NewCustomers, string Basis)
{
    /// <summary>The id of the method.</summary>
    public const string MethodId = "cac.blended/1";

    /// <summary>Gets the cost of one customer, or <c>null</c> without new customers.</summary>
    public decimal? Value => NewCustomers > 0 ? Spend / NewCustomers : null;

    /// <summary>Gets <see cref="MetricStatus.Ok"/>, or <see cref="MetricStatus.Undefined"/> without new customers.</summary>
    public MetricStatus Status => NewCustomers > 0 ? MetricStatus.Ok : MetricStatus.Undefined;

    /// <summary>Gets the reason of a status other than Ok.</summary>
    public string? Reason => NewCustomers > 0 ? null : "no new customers";

    /// <summary>The acquisition cost of plain numbers.</summary>
    /// <param name="spend">Total acquisition spend.</param>
    /// <param name="newCustomers">Number of new customers.</param>
    /// <param name="basis">Which spend, period and wins, in words.</param>
    /// <exception cref="ArgumentOutOfRangeException">The spend or the number of customers is negative.</exception>
    public static CustomerAcquisitionCost Of(decimal spend, long newCustomers, string basis = "spend ÷ new customers as given")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spend);
        ArgumentOutOfRangeException.ThrowIfNegative(newCustomers);
        return new CustomerAcquisitionCost(spend, newCustomers, basis);
    }

    /// <summary>The cost as a figure with its 95 % interval; unit <c>money</c>.</summary>
    /// <remarks>The interval takes the spend as given and the number of new customers as Poisson: spend over the exact limits of the number
    /// (<see cref="ExponentialRate.Interval"/>).</remarks>
    public MetricValue ToMetricValue()
    {
        MetricValue figure = Plain();
        if (NewCustomers == 0 || new ExponentialRate(NewCustomers, 1).Interval() is not { } customers)
            return figure;
        return figure with { Low = Spend / (decimal)customers.High, High = Spend / (decimal)customers.Low };
    }

    /// <summary>For example <c>4,251.48 (488,920.00 ÷ 115 customers)</c>, in the invariant culture.</summary>
    public override string ToString() => Value is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{value:N2} ({Spend:N2} ÷ {NewCustomers:N0} customers)")
        : $"undefined: {Reason}";

    private MetricValue Plain() => new()
    {
        Value = Value,
        Unit = "money",
        Status = Status,
        Reason = Reason,
        Numerator = Spend,
        Denominator = NewCustomers,
        N = NewCustomers,
        Method = MethodId,
        Basis = Basis,
    };
}
