using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Reads times of one column: ISO 8601, .NET formats, and the two that .NET cannot express – Unix seconds and Unix milliseconds.</summary>
internal sealed class MomentText
{
    public const string Iso = "iso";
    public const string UnixSeconds = "unix";
    public const string UnixMilliseconds = "unixMillis";

    private readonly string[] _formats;
    private readonly bool _iso;
    private readonly long _microsPerUnit;
    private readonly TimeZoneInfo _zone;

    public MomentText(IReadOnlyList<string> formats, TimeZoneInfo zone)
    {
        _zone = zone;
        _iso = formats.Count == 0 || formats.Contains(Iso, StringComparer.Ordinal);
        _microsPerUnit = formats.Contains(UnixSeconds, StringComparer.Ordinal) ? 1_000_000 : formats.Contains(UnixMilliseconds, StringComparer.Ordinal) ? 1_000 : 0;
        _formats = [.. formats.Where(static f => !IsSpecial(f))];
        Expected = formats.Count == 0 ? TimeText.IsoExpected : $"a time written as {string.Join(" or ", formats.Select(Describe))}";
    }

    public string Expected { get; }

    public long DoubledLocalTimes { get; private set; }

    public long SkippedLocalTimes { get; private set; }

    public static bool IsSpecial(string format) => format is Iso or UnixSeconds or UnixMilliseconds;

    public bool TryRead(ReadOnlySpan<char> text, out long unixMicros)
    {
        if (_microsPerUnit > 0 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long units)
            && units <= EventTime.Max / _microsPerUnit && units >= EventTime.Min / _microsPerUnit)
        {
            unixMicros = units * _microsPerUnit;
            return true;
        }

        LocalTimeReading reading = LocalTimeReading.Once;
        unixMicros = EventTime.Undated;
        if (!(_iso && TimeText.TryReadInstant(text, [], _zone, out unixMicros, out reading))
            && !(_formats.Length > 0 && TimeText.TryReadInstant(text, _formats, _zone, out unixMicros, out reading)))
            return false;
        DoubledLocalTimes += reading == LocalTimeReading.Twice ? 1 : 0;
        SkippedLocalTimes += reading == LocalTimeReading.Skipped ? 1 : 0;
        return true;
    }

    /// <summary>The local day of an instant, to compare with dates that have no time of day.</summary>
    public DateOnly DayOf(long unixMicros) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(EventTime.FromUnixMicros(unixMicros), _zone).DateTime);

    public bool IsMidnight(long unixMicros) => TimeZoneInfo.ConvertTime(EventTime.FromUnixMicros(unixMicros), _zone).TimeOfDay == TimeSpan.Zero;

    private static string Describe(string format) => format switch
    {
        Iso => "ISO 8601",
        UnixSeconds => "seconds since 1970",
        UnixMilliseconds => "milliseconds since 1970",
        _ => format,
    };
}
