namespace SalesFunnel.Metrics;

/// <summary>The local clock of a zone around one year: finds the first instant at which it shows a time or a later one.</summary>
internal readonly struct LocalClock
{
    private readonly long _firstOffset; // in ticks, as are the changes
    private readonly List<(long At, long Offset)> _changes;

    public LocalClock(int year, TimeZoneInfo zone)
    {
        // Two days more on both sides: offsets are at most 14 hours, and the day after the year begins in the next.
        long from = Clamp(new DateTime(year, 1, 1).Ticks - (2 * TimeSpan.TicksPerDay));
        long to = Clamp(new DateTime(year, 12, 31).Ticks + (3 * TimeSpan.TicksPerDay));
        _changes = [];
        _firstOffset = OffsetAt(zone, from);
        long offset = _firstOffset;
        for (long at = from; at < to;)
        {
            long next = Math.Min(at + TimeSpan.TicksPerDay, to);
            long then = OffsetAt(zone, next);
            if (then != offset)
                _changes.Add((FirstWith(zone, offset, at, next), then));
            (at, offset) = (next, then);
        }
    }

    /// <summary>In microseconds since 1970 UTC.</summary>
    public long FirstInstant(long localTicks)
    {
        long begin = long.MinValue;
        long offset = _firstOffset;
        foreach ((long at, long next) in _changes)
        {
            long instant = Math.Max(localTicks - offset, begin);
            if (instant < at)
                return Micros(instant);
            (begin, offset) = (at, next);
        }

        return Micros(Math.Max(localTicks - offset, begin));
    }

    private static long Micros(long utcTicks) => (Clamp(utcTicks) - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static long Clamp(long ticks) => Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);

    private static long OffsetAt(TimeZoneInfo zone, long utcTicks) => zone.GetUtcOffset(new DateTimeOffset(utcTicks, TimeSpan.Zero)).Ticks;

    // The first tick in (before, after] at which the offset is no longer the one before.
    private static long FirstWith(TimeZoneInfo zone, long offset, long before, long after)
    {
        while (after - before > 1)
        {
            long middle = before + ((after - before) / 2);
            if (OffsetAt(zone, middle) == offset)
                before = middle;
            else
                after = middle;
        }

        return after;
    }
}
