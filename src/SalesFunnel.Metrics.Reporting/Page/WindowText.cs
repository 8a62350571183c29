using System.Globalization;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>A window in the short form that the command line takes: the largest unit that it is a whole number of.</summary>
internal static class WindowText
{
    private static readonly (long Ticks, string Unit)[] s_units = [(TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"), (TimeSpan.TicksPerSecond, "s")];

    public static string Of(TimeSpan window)
    {
        foreach ((long ticks, string unit) in s_units)
        {
            if (window.Ticks % ticks == 0 && window.Ticks > 0)
                return string.Create(CultureInfo.InvariantCulture, $"{window.Ticks / ticks}{unit}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)window.Ticks / TimeSpan.TicksPerSecond:0.#######}s");
    }
}
