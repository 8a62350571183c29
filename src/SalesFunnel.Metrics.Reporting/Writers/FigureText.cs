using System.Globalization;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>Figures in words, always in the invariant culture.</summary>
internal static class FigureText
{
    public const string Nothing = "–";

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Money(decimal value) => value.ToString("N2", CultureInfo.InvariantCulture);

    public static string Percent(double? value) => value is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate * 100:0.0} %") : Nothing;

    public static string Interval(Statistics.ProportionInterval? interval) => interval is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known.Low * 100:0.0} – {known.High * 100:0.0} %")
        : Nothing;

    public static string Percent(MetricValue? figure) => figure switch
    {
        { Value: { } value, Status: MetricStatus.LowerBound } => $"≥ {Percent((double)value)}",
        { Value: { } value } => Percent((double)value),
        { Status: MetricStatus.InsufficientSample, N: var n } => string.Create(CultureInfo.InvariantCulture, $"n = {n}"),
        _ => Nothing,
    };

    public static string Limits(MetricValue? figure) => figure is { Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"{low * 100:0.0} – {high * 100:0.0} %")
        : Nothing;

    public static string Duration(decimal? seconds) => seconds switch
    {
        null => Nothing,
        >= 86_400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86_400:0.0} d"),
        >= 3_600 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3_600:0.0} h"),
        >= 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s"),
    };

    /// <summary>What a figure rests on; for one that is not (quite) a number, why.</summary>
    public static string? BasisOf(MetricValue figure) => (figure.Basis, figure.Reason) switch
    {
        (null or "", var reason) => reason,
        (var basis, null) => basis,
        (var basis, var reason) => $"{basis}; {reason}",
    };
}
