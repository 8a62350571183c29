using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Reads times and days from text, always in the invariant culture: ISO 8601, or the .NET formats that a mapping states.</summary>
internal static class TimeText
{
    public const string IsoExpected = "a date or date-time in ISO 8601, for example 2024-03-31 or 2024-03-31T14:05 (add an offset or Z if it is not local)";

    /// <summary>Says what is wrong with a format, or nothing.</summary>
    public static string? WrongFormat(string format)
    {
        try
        {
            DateTime sample = new(2024, 3, 31, 14, 5, 6);
            string text = sample.ToString(format, CultureInfo.InvariantCulture);
            if (Unquoted(format).Contains('K', StringComparison.Ordinal))
                return $"the format '{format}' has K, which reads a time with or without zone alike. Use zzz for an offset, or leave it out.";
            return DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime back) && back.Year == 2024
                ? null
                : $"the format '{format}' cannot read back what it writes ('{text}'). A date needs at least year and month, for example yyyy-MM-dd HH:mm.";
        }
        catch (FormatException)
        {
            return $"'{format}' is not a .NET date format. Write for example yyyy-MM-dd HH:mm:ss or d/M/yyyy HH:mm.";
        }
    }

    /// <summary>Reads a time as an instant; says how its local time reads in the zone.</summary>
    public static bool TryReadInstant(ReadOnlySpan<char> text, IReadOnlyList<string> formats, TimeZoneInfo zone, out long unixMicros, out LocalTimeReading reading)
    {
        unixMicros = EventTime.Undated;
        reading = LocalTimeReading.Once;
        if (!TryRead(text, formats, out DateTime local, out TimeSpan? offset))
            return false;
        if (offset is not { } known)
        {
            unixMicros = EventTime.ToUnixMicros(EventTime.FromLocal(local, zone, out reading));
            return true;
        }

        long ticks = local.Ticks - known.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        unixMicros = EventTime.ToUnixMicros(new DateTimeOffset(ticks, TimeSpan.Zero));
        return true;
    }

    /// <summary>Reads a month or a day as the day that it starts with.</summary>
    public static bool TryReadDay(ReadOnlySpan<char> text, IReadOnlyList<string> formats, out DateOnly day)
    {
        day = default;
        if (formats.Count == 0 && text.Length == 7 && text[4] == '-'
            && Digits(text[..4], out int year) && Digits(text[5..], out int month) && year >= 1 && month is >= 1 and <= 12)
        {
            day = new DateOnly(year, month, 1);
            return true;
        }

        if (!TryRead(text, formats, out DateTime local, out _))
            return false;
        day = DateOnly.FromDateTime(local);
        return true;
    }

    private static bool TryRead(ReadOnlySpan<char> text, IReadOnlyList<string> formats, out DateTime local, out TimeSpan? offset)
    {
        offset = null;
        if (formats.Count == 0)
            return TryReadIso(text, out local, out offset);
        for (int i = 0; i < formats.Count; i++)
        {
            if (!Unquoted(formats[i]).Contains('z', StringComparison.Ordinal))
            {
                if (DateTime.TryParseExact(text, formats[i], CultureInfo.InvariantCulture, DateTimeStyles.None, out local))
                    return true;
            }
            else if (DateTimeOffset.TryParseExact(text, formats[i], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset instant))
            {
                (local, offset) = (instant.DateTime, instant.Offset);
                return true;
            }
        }

        local = default;
        return false;
    }

    // yyyy-MM-dd[(T| )HH:mm[:ss[.fffffff]][Z|±HH[[:]mm]]], by hand: no culture, no allocation, and about ten times the speed of a list of formats.
    private static bool TryReadIso(ReadOnlySpan<char> text, out DateTime local, out TimeSpan? offset)
    {
        local = default;
        offset = null;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !Digits(text[..4], out int year) || !Digits(text.Slice(5, 2), out int month) || !Digits(text.Slice(8, 2), out int day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        local = new DateTime(year, month, day);
        text = text[10..];
        if (text.IsEmpty)
            return true;
        if (text.Length < 6 || text[0] is not ('T' or 't' or ' ') || text[3] != ':'
            || !Digits(text.Slice(1, 2), out int hour) || !Digits(text.Slice(4, 2), out int minute) || hour > 23 || minute > 59)
            return false;
        local = local.AddHours(hour).AddMinutes(minute);
        text = text[6..];
        if (text.Length >= 3 && text[0] == ':')
        {
            if (!Digits(text.Slice(1, 2), out int second) || second > 59)
                return false;
            local = local.AddSeconds(second);
            text = text[3..];
            if (text.Length >= 2 && text[0] is '.' or ',' && !TryReadFraction(ref text, ref local))
                return false;
        }

        return text.IsEmpty || TryReadOffset(text, out offset);
    }

    private static bool TryReadFraction(ref ReadOnlySpan<char> text, ref DateTime local)
    {
        int digits = 0;
        long ticks = 0;
        for (text = text[1..]; !text.IsEmpty && char.IsAsciiDigit(text[0]); text = text[1..], digits++)
        {
            if (digits < 7) // finer digits are cut off, as documented of EventTime
                ticks = (ticks * 10) + (text[0] - '0');
        }

        for (int i = digits; i < 7; i++)
            ticks *= 10;
        local = local.AddTicks(ticks);
        return digits > 0;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan? offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z")
            return true;
        if (text[0] is not ('+' or '-'))
            return false;
        int sign = text[0] == '-' ? -1 : 1;
        ReadOnlySpan<char> rest = text[1..];
        int minutes = 0;
        if (rest.Length is not (2 or 4 or 5) || !Digits(rest[..2], out int hours)
            || (rest.Length == 5 && rest[2] != ':') || (rest.Length > 2 && !Digits(rest[^2..], out minutes)) || hours > 14 || minutes > 59)
            return false;
        offset = sign * new TimeSpan(hours, minutes, 0);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = (value * 10) + (c - '0');
        }

        return true;
    }

    private static string Unquoted(string format)
    {
        if (!format.AsSpan().ContainsAny('\'', '"', '\\'))
            return format;
        var kept = new System.Text.StringBuilder();
        char quote = '\0';
        for (int i = 0; i < format.Length; i++)
        {
            char c = format[i];
            if (c == '\\')
                i++;
            else if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '\'' or '"')
                quote = c;
            else
                kept.Append(c);
        }

        return kept.ToString();
    }
}
