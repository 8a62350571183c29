namespace SalesFunnel.Metrics;

/// <summary>Time inside the engine: 64-bit microseconds since 1970-01-01T00:00Z. Finer ticks are truncated towards the past.</summary>
public static class EventTime
{
    /// <summary>The time of an entry whose date is not known. It precedes every dated event and never enters a duration.</summary>
    public const long Undated = long.MinValue;

    /// <summary>The earliest time that can be given: 0001-01-01T00:00Z.</summary>
    public const long Min = -62_135_596_800_000_000;

    /// <summary>The latest time that can be given: the last microsecond of the year 9999.</summary>
    public const long Max = 253_402_300_799_999_999;

    /// <summary>Converts a time; ticks below one microsecond are cut off.</summary>
    /// <param name="time">The time; its offset does not matter.</param>
    public static long ToUnixMicros(DateTimeOffset time) => (long)Math.Floor((time.UtcTicks - DateTime.UnixEpoch.Ticks) / (decimal)TimeSpan.TicksPerMicrosecond);

    /// <summary>Converts back; the result has offset zero.</summary>
    /// <param name="unixMicros">Microseconds since 1970 UTC, dated.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is <see cref="Undated"/> or outside the years 1 to 9999.</exception>
    public static DateTimeOffset FromUnixMicros(long unixMicros) => IsRepresentable(unixMicros) && unixMicros != Undated
        ? new DateTimeOffset((unixMicros * TimeSpan.TicksPerMicrosecond) + DateTime.UnixEpoch.Ticks, TimeSpan.Zero)
        : throw new ArgumentOutOfRangeException(nameof(unixMicros), unixMicros, "The time is undated or outside the years 1 to 9999.");

    /// <summary>Tells whether a column value is a time the engine can hold: undated, or within the years 1 to 9999.</summary>
    /// <param name="unixMicros">Microseconds since 1970 UTC, or <see cref="Undated"/>.</param>
    public static bool IsRepresentable(long unixMicros) => unixMicros is Undated or (>= Min and <= Max);

    /// <summary>Converts a local time of a zone to an instant.</summary>
    /// <returns>The instant. A local time that occurs twice takes the earlier instant; one that is skipped is read with the offset before the gap.</returns>
    /// <param name="local">The local time; its <see cref="DateTime.Kind"/> is not read.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="reading">Whether the local time was ordinary, occurs twice, or does not occur.</param>
    public static DateTimeOffset FromLocal(DateTime local, TimeZoneInfo zone, out LocalTimeReading reading)
    {
        ArgumentNullException.ThrowIfNull(zone);
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        TimeSpan offset;
        if (zone.IsInvalidTime(local))
        {
            reading = LocalTimeReading.Skipped;
            offset = zone.GetUtcOffset(local.AddDays(-1));
        }
        else if (zone.IsAmbiguousTime(local))
        {
            reading = LocalTimeReading.Twice;
            offset = zone.GetAmbiguousTimeOffsets(local).Max();
        }
        else
        {
            reading = LocalTimeReading.Once;
            offset = zone.GetUtcOffset(local);
        }

        long ticks = Math.Clamp(local.Ticks - offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }
}
