using System.Globalization;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The time that a page describes, in words.</summary>
internal static class AsOfText
{
    public static string Of(DateTimeOffset asOf, TimeZoneInfo zone, bool isLastEvent)
    {
        DateTime local = asOf.DateTime;
        bool isEndOfDay = local.TimeOfDay >= TimeSpan.FromDays(1) - TimeSpan.FromMicroseconds(1); // not by adding: the last day of all has no next one
        string time = isEndOfDay ? $"the end of {local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
            : local.ToString(local.Second == 0 && local.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{time} ({zone.Id}){(isLastEvent ? ", the time of the last event" : string.Empty)}";
    }
}
