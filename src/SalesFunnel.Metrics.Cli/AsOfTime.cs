using System.CommandLine;
using System.Globalization;

namespace SalesFunnel.Metrics.Cli;

/// <summary>The value of <c>--as-of</c> and of the ends of periods: a whole day, a local time, or an instant.</summary>
internal sealed record AsOfTime(DateTime Local, bool IsDay, TimeSpan? Offset)
{
    private static readonly string[] LocalFormats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private static readonly string[] OffsetFormats = [.. LocalFormats.Select(static f => f + "zzz")];

    /// <summary>The option <c>--as-of</c> of a command.</summary>
    public static Option<AsOfTime?> Option(string description) => Option("--as-of", description);

    /// <summary>An option that takes a time.</summary>
    public static Option<AsOfTime?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = result =>
        {
            if (TryParse(result.Tokens[0].Value, out AsOfTime time))
                return time;
            result.AddError($"{name}: found '{result.Tokens[0].Value}'. Write a date such as 2024-12-31, or a date-time such as 2024-12-31T14:05 or 2024-12-31T14:05+02:00.");
            return null;
        },
    };

    public static bool TryParse(string text, out AsOfTime time)
    {
        time = null!;
        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day))
        {
            if (day.Date >= DateTime.MaxValue.Date)
                return false; // it has no next midnight
            time = new AsOfTime(day, IsDay: true, null);
            return true;
        }

        if (DateTime.TryParseExact(text, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            time = new AsOfTime(local, IsDay: false, null);
            return true;
        }

        string withOffset = text.EndsWith('Z') ? string.Concat(text.AsSpan(0, text.Length - 1), "+00:00") : text;
        if (!DateTimeOffset.TryParseExact(withOffset, OffsetFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset instant))
            return false;
        time = new AsOfTime(instant.DateTime, IsDay: false, instant.Offset);
        return true;
    }

    /// <summary>The last instant that is in: the microsecond before the next local midnight for a day, else the time itself.</summary>
    public DateTimeOffset In(TimeZoneInfo zone)
    {
        if (Offset is { } offset)
            return new DateTimeOffset(Local, offset);
        return IsDay
            ? EventTime.FromLocal(Local.AddDays(1), zone, out _).AddMicroseconds(-1)
            : EventTime.FromLocal(Local, zone, out _);
    }
}
