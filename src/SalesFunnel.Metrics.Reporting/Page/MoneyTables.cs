using System.Globalization;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The tables about money.</summary>
internal static class MoneyTables
{
    public static TableBlock Money(FunnelFigures figures)
    {
        MetricValue size = figures.DealSize;
        MetricValue cost = figures.CustomerAcquisitionCost;
        MetricValue payback = figures.PaybackPeriod;
        return new TableBlock(
            ["Figure", "Value", "95 % interval", "How it comes about"],
            [false, true, true, false],
            [
                ["Average deal size", Value(size), Limits(size), Account(size)],
                ["Acquisition cost per customer", Value(cost), Limits(cost), Account(cost)],
                ["Payback period", Months(payback, figures.FractionalPaybackMonths), Months(payback), FigureText.BasisOf(payback) ?? string.Empty],
            ]);
    }

    public static TableBlock Channels(IReadOnlyList<ChannelFigures> channels)
    {
        IEnumerable<ChannelFigures> cheapestFirst = channels.OrderBy(static c => c.CustomerAcquisitionCost.Value ?? decimal.MaxValue).ThenBy(static c => c.Key, StringComparer.Ordinal);
        return new TableBlock(
            ["Channel", "Leads", "Won", "Conversion", "Spend", "Cost per customer"],
            [false, true, true, true, true, true],
            [.. cheapestFirst.Select(static c => (string[])
            [
                PartTables.ValueText(c.Key), FigureText.Count(c.Leads), FigureText.Count(c.Won), FigureText.Percent(c.Leads > 0 ? (double)c.Won / c.Leads : null),
                FigureText.Money(c.Spend), c.CustomerAcquisitionCost.Value is { } value ? FigureText.Money(value) : c.CustomerAcquisitionCost.Reason ?? FigureText.Nothing,
            ])]);
    }

    private static string Value(MetricValue figure) => figure.Value is { } value ? FigureText.Money(value) : FigureText.Nothing;

    private static string Limits(MetricValue figure) => figure is { Low: { } low, High: { } high } ? $"{FigureText.Money(low)} – {FigureText.Money(high)}" : FigureText.Nothing;

    private static string Months(MetricValue payback) => payback is { Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"{low:0} – {high:0} months")
        : FigureText.Nothing;

    private static string Months(MetricValue payback, decimal? fractional)
    {
        if (payback.Value is not { } whole)
            return payback.Status == MetricStatus.Never ? "never" : FigureText.Nothing;
        string months = string.Create(CultureInfo.InvariantCulture, $"{whole:0} {(whole == 1 ? "month" : "months")}");
        return fractional is { } exact ? string.Create(CultureInfo.InvariantCulture, $"{months} ({exact:0.00})") : months;
    }

    private static string Account(MetricValue figure) => figure.Value is null
        ? $"undefined: {figure.Reason}"
        : $"{FigureText.Money(figure.Numerator ?? 0)} ÷ {FigureText.Count((long)(figure.Denominator ?? 0))}: {FigureText.BasisOf(figure)}";
}
