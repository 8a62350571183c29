namespace SalesFunnel.Metrics.Data;

/// <summary>Reads times of one zone in ISO 8601 fast: the answers of <see cref="TimeText"/>, with what it needs of each day looked up once.</summary>
internal sealed class IsoClock(TimeZoneInfo zone)
{
    private const int DateChars = 10;
    private const long Unusual = long.MinValue;

    private static readonly TimeSpan Probe = TimeSpan.FromMinutes(15); // no zone changes its offset and back within a quarter of an hour

    private readonly Dictionary<int, long> _starts = []; // by day number: its local midnight in UTC, or that the day has more than one offset
    private readonly char[] _lastDate = new char[DateChars];
    private long _lastStart = Unusual;

    /// <summary>Reads a time as an instant; says how its local time reads in the zone.</summary>
    public bool TryRead(ReadOnlySpan<char> text, out long unixMicros, out LocalTimeReading reading)
    {
        if (TryReadTimeOfDay(text, out long micros) && TryStartOf(text[..DateChars], out long start))
        {
            unixMicros = start + micros;
            reading = LocalTimeReading.Once;
            return true;
        }

        return TimeText.TryReadInstant(text, [], zone, out unixMicros, out reading);
    }

    // A date alone, or with HH:mm or HH:mm:ss behind it. All else, mistakes included, is left to the full reading.
    private static bool TryReadTimeOfDay(ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        if (text.Length == DateChars)
            return true;
        if (text.Length is not (16 or 19) || text[13] != ':' || text[10] is not ('T' or ' ') || !TwoDigits(text, 11, 23, out int hour) || !TwoDigits(text, 14, 59, out int minute))
            return false;
        int second = 0;
        if (text.Length == 19 && (text[16] != ':' || !TwoDigits(text, 17, 59, out second)))
            return false;
        micros = ((((hour * 60) + minute) * 60L) + second) * 1_000_000;
        return true;
    }

    private static bool TwoDigits(ReadOnlySpan<char> text, int start, int max, out int value)
    {
        (uint tens, uint ones) = (text[start] - (uint)'0', text[start + 1] - (uint)'0');
        value = (int)((tens * 10) + ones);
        return tens <= 9 && ones <= 9 && value <= max;
    }

    private bool TryStartOf(ReadOnlySpan<char> date, out long start)
    {
        start = _lastStart;
        if (start != Unusual && date.SequenceEqual(_lastDate))
            return true;
        if (!TimeText.TryReadDay(date, [], out DateOnly day) || day.Year is < 2 or > 9998)
            return false;
        if (!_starts.TryGetValue(day.DayNumber, out start))
            _starts.Add(day.DayNumber, start = Find(day));
        if (start == Unusual)
            return false;
        _lastStart = start;
        date.CopyTo(_lastDate);
        return true;
    }

    private long Find(DateOnly day)
    {
        // The zone is asked for the local times themselves: what it says of instants can differ from what it says of these in the hours around a change.
        DateTime midnight = day.ToDateTime(TimeOnly.MinValue);
        TimeSpan offset = zone.GetUtcOffset(midnight);
        for (DateTime local = midnight - Probe; local <= midnight.AddDays(1) + Probe; local += Probe)
        {
            if (zone.IsInvalidTime(local) || zone.IsAmbiguousTime(local) || zone.GetUtcOffset(local) != offset)
                return Unusual;
        }

        return EventTime.ToUnixMicros(new DateTimeOffset(midnight.Ticks - offset.Ticks, TimeSpan.Zero));
    }
}
