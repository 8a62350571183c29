namespace SalesFunnel.Metrics;

/// <summary>The stretches of working time of one local year, as instants, with the working time before each.</summary>
internal sealed class WorkYear
{
    private readonly long[] _opens; // ascending
    private readonly long[] _closes;
    private readonly long[] _before; // since the beginning of the year

    private WorkYear(long start, long end, long[] opens, long[] closes, long[] before, long total)
    {
        Start = start;
        End = end;
        _opens = opens;
        _closes = closes;
        _before = before;
        Total = total;
    }

    /// <summary>Gets the first instant of the year.</summary>
    public long Start { get; }

    /// <summary>Gets the first instant of the next year.</summary>
    public long End { get; }

    /// <summary>Gets the working time of the whole year.</summary>
    public long Total { get; }

    public static WorkYear Of(int year, TimeZoneInfo zone, Func<DateOnly, OpeningHours[]> hoursOf)
    {
        var clock = new LocalClock(year, zone);
        int first = new DateOnly(year, 1, 1).DayNumber;
        int days = DateTime.IsLeapYear(year) ? 366 : 365;
        var opens = new List<long>(days);
        var closes = new List<long>(days);
        var before = new List<long>(days);
        long total = 0;
        for (int day = first; day < first + days; day++)
        {
            foreach (OpeningHours hours in hoursOf(DateOnly.FromDayNumber(day)))
            {
                long midnight = day * TimeSpan.TicksPerDay;
                long open = clock.FirstInstant(midnight + hours.OpenTicks);
                long close = clock.FirstInstant(midnight + hours.CloseTicks);
                if (close <= open)
                    continue; // the whole stretch was skipped
                opens.Add(open);
                closes.Add(close);
                before.Add(total);
                total += close - open;
            }
        }

        return new WorkYear(clock.FirstInstant(first * TimeSpan.TicksPerDay), clock.FirstInstant((first + days) * TimeSpan.TicksPerDay), [.. opens], [.. closes], [.. before], total);
    }

    /// <summary>The working time of the year that has passed at an instant.</summary>
    public long Elapsed(long unixMicros)
    {
        int found = Array.BinarySearch(_opens, unixMicros);
        int stretch = found >= 0 ? found : ~found - 1;
        return stretch < 0 ? 0 : _before[stretch] + Math.Min(unixMicros, _closes[stretch]) - _opens[stretch];
    }
}
