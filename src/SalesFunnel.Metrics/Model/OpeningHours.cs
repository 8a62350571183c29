using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>One stretch of opening hours within a local day, half-open.</summary>
/// <param name="Open">When work begins, on the local clock.</param>
/// <param name="Close">When it ends; 00:00 is the midnight that ends the day. Hours over midnight are two stretches, one on each day.</param>
public readonly record struct OpeningHours(TimeOnly Open, TimeOnly Close)
{
    /// <summary>Gets the whole day, from midnight to midnight.</summary>
    public static OpeningHours WholeDay => default;

    internal long OpenTicks => Open.Ticks;

    internal long CloseTicks => Close.Ticks == 0 ? TimeSpan.TicksPerDay : Close.Ticks;

    /// <summary>For example <c>09:00–17:30</c>.</summary>
    public override string ToString() => $"{Text(OpenTicks)}–{Text(CloseTicks)}";

    private static string Text(long ticks) => ticks == TimeSpan.TicksPerDay
        ? "24:00"
        : new TimeOnly(ticks).ToString(ticks % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}
