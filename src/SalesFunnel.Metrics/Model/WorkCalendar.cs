namespace SalesFunnel.Metrics;

/// <summary>Working time: weekly opening hours with holidays and special days, in one time zone.</summary>
/// <remarks>Hours are read on the local clock of each date. A stretch begins and ends at the first instant at which the local clock shows its time or a later one: a time that is
/// skipped when clocks go forward is the end of the gap, one that occurs twice when clocks go back is the earlier of the two, as in <see cref="CohortCalendar"/>. A night in which
/// clocks change is so much shorter or longer. <see cref="EventTime.FromLocal"/>, which reads data, keeps the offset before a gap instead.
/// Safe for concurrent use. The years that are asked for are prepared once, about 6 kB each for five days a week; then a question allocates nothing and is two binary searches.</remarks>
public sealed class WorkCalendar
{
    private const int FirstYear = 1;
    private const int LastYear = 9999;
    private const int Origin = 1970;

    private readonly OpeningHours[][] _week;
    private readonly Dictionary<DateOnly, OpeningHours[]> _dates;
    private readonly WorkYear?[] _years = new WorkYear?[LastYear + 1];
    private readonly long[] _before = new long[LastYear + 2]; // working time from the origin to the beginning of a year, within the known range
    private readonly Lock _lock = new();
    private volatile Range _known = new(Origin, Origin);

    internal WorkCalendar(TimeZoneInfo zone, OpeningHours[][] week, Dictionary<DateOnly, OpeningHours[]> dates)
    {
        Zone = zone;
        _week = week;
        _dates = dates;
    }

    /// <summary>Gets the zone on whose clock the hours are read.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Gets the identifier of the zone, as results print it.</summary>
    public string ZoneId => Zone.Id;

    /// <summary>Begins a calendar.</summary>
    /// <param name="zone">The zone on whose clock the hours are read; UTC when not given.</param>
    public static WorkCalendarBuilder Create(TimeZoneInfo? zone = null) => new(zone ?? TimeZoneInfo.Utc);

    /// <summary>Gets the opening hours of a date, ascending; none when it is closed.</summary>
    /// <param name="date">The local date.</param>
    public IReadOnlyList<OpeningHours> HoursOf(DateOnly date) => Hours(date).AsReadOnly();

    /// <summary>Gets the working time between two times, exact to the microsecond; ticks below one are cut off from both.</summary>
    /// <param name="from">The beginning.</param>
    /// <param name="to">The end, exclusive; not before the beginning.</param>
    /// <exception cref="ArgumentOutOfRangeException">The end lies before the beginning.</exception>
    public TimeSpan BusinessTime(DateTimeOffset from, DateTimeOffset to) =>
        TimeSpan.FromTicks(BusinessTime(EventTime.ToUnixMicros(from), EventTime.ToUnixMicros(to)) * TimeSpan.TicksPerMicrosecond);

    /// <summary>Gets the working time between two times, in microseconds.</summary>
    /// <param name="fromUnixMicros">The beginning, in microseconds since 1970 UTC; dated.</param>
    /// <param name="toUnixMicros">The end, exclusive; not before the beginning.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is <see cref="EventTime.Undated"/> or outside the years 1 to 9999, or the end lies before the beginning.</exception>
    public long BusinessTime(long fromUnixMicros, long toUnixMicros)
    {
        CheckTime(fromUnixMicros, nameof(fromUnixMicros));
        CheckTime(toUnixMicros, nameof(toUnixMicros));
        if (toUnixMicros < fromUnixMicros)
            throw new ArgumentOutOfRangeException(nameof(toUnixMicros), toUnixMicros, $"The end lies before the beginning ({fromUnixMicros}). Swap them.");
        return Reading(toUnixMicros) - Reading(fromUnixMicros);
    }

    /// <summary>For example <c>working time in Europe/Berlin</c>.</summary>
    public override string ToString() => $"working time in {ZoneId}";

    /// <summary>What a clock that runs only in working time shows; the differences are the working times.</summary>
    internal long Reading(long unixMicros)
    {
        int year = EventTime.FromUnixMicros(unixMicros).Year; // in UTC, so off by at most one
        WorkYear prepared = Year(year);
        if (unixMicros < prepared.Start && year > FirstYear)
            prepared = Year(--year);
        else if (unixMicros >= prepared.End && year < LastYear)
            prepared = Year(++year);
        return _before[year] + prepared.Elapsed(unixMicros);
    }

    private static void CheckTime(long unixMicros, string name)
    {
        if (unixMicros == EventTime.Undated || !EventTime.IsRepresentable(unixMicros))
            throw new ArgumentOutOfRangeException(name, unixMicros, "The time is undated or outside the years 1 to 9999. Leave undated times out.");
    }

    private OpeningHours[] Hours(DateOnly date) => _dates.TryGetValue(date, out OpeningHours[]? own) ? own : _week[(int)date.DayOfWeek];

    private WorkYear Year(int year)
    {
        Range known = _known; // read before the year: what a year stands on was written before it
        return year >= known.First && year < known.End && Volatile.Read(ref _years[year]) is { } prepared ? prepared : Prepare(year);
    }

    private WorkYear Prepare(int year)
    {
        lock (_lock)
        {
            (int first, int end) = (_known.First, _known.End);
            for (; end <= year; end++)
                _before[end + 1] = _before[end] + Made(end, year).Total;
            while (first > year)
            {
                first--;
                _before[first] = _before[first + 1] - Made(first, year).Total;
            }

            WorkYear made = _years[year] ?? Made(year, year);
            _known = new Range(first, end);
            return made;
        }
    }

    // Years on the way to a far one are summed, but not kept.
    private WorkYear Made(int year, int wanted)
    {
        var made = WorkYear.Of(year, Zone, Hours);
        if (year == wanted)
            Volatile.Write(ref _years[year], made);
        return made;
    }

    /// <summary>The years [First, End) for which the working time before them is known.</summary>
    private sealed record Range(int First, int End);
}
