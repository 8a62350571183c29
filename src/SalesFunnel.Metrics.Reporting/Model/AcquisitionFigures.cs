using System.Globalization;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>Acquisition cost and payback, or the reasons why there is none.</summary>
internal sealed record AcquisitionFigures(MetricValue Cost, MetricValue Payback, decimal? FractionalPayback)
{
    public static AcquisitionFigures None(string reason) => new(
        new MetricValue { Unit = "money", Status = MetricStatus.Undefined, Reason = reason, Method = CustomerAcquisitionCost.MethodId },
        PaybackPeriod.Undefined($"the acquisition cost is undefined: {reason}").ToMetricValue() with { Basis = null },
        null);

    public static AcquisitionFigures Of(AcquisitionSpend spend, IReadOnlyList<Win> wins, FunnelReportOptions options)
    {
        if (spend.Lines.Count == 0)
            return None("there is no cost line up to the as-of time");
        CustomerAcquisitionCost cost = spend.FullyLoaded(wins);
        if (options.Margin is not { } margin)
            return WithoutPayback(cost, "the gross margin is not known");
        if (options.Revenues is null)
            return WithoutPayback(cost, "the monthly revenue of customers is not known");
        IReadOnlyList<Win> customers = spend.NewCustomers(wins);
        (decimal? mean, int known) = AcquisitionSpend.MeanMonthlyRevenue(customers, options.Revenues);
        if (mean is not { } perMonth)
            return WithoutPayback(cost, "no customer of these wins has a known monthly revenue");

        string basis = string.Create(CultureInfo.InvariantCulture,
            $"fully loaded acquisition cost ÷ ({margin:0.####} margin × {perMonth:N2} mean monthly revenue of the customers of those {customers.Count:N0} wins), no churn, no discount, whole months");
        var payback = PaybackPeriod.Of(cost, margin * perMonth, basis);
        MetricValue figure = payback.ToMetricValue();
        if (figure.Status == MetricStatus.Ok && known < customers.Count)
        {
            figure = figure with
            {
                Status = MetricStatus.Partial,
                Reason = string.Create(CultureInfo.InvariantCulture, $"{known} of {customers.Count} customers have a known monthly revenue"),
            };
        }

        MetricValue costFigure = cost.ToMetricValue();
        if (figure.Value is not null && costFigure is { Low: { } low, High: { } high })
            figure = figure with { N = costFigure.N, Low = decimal.Ceiling(low / (margin * perMonth)), High = decimal.Ceiling(high / (margin * perMonth)) };
        return new AcquisitionFigures(costFigure, figure, payback.FractionalPeriods);
    }

    private static AcquisitionFigures WithoutPayback(CustomerAcquisitionCost cost, string reason) =>
        new(cost.ToMetricValue(), PaybackPeriod.Undefined(reason).ToMetricValue() with { Basis = null }, null);
}
