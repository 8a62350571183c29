using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>Collects opening hours, holidays and special days; <see cref="Build"/> reports all errors at once.</summary>
public sealed class WorkCalendarBuilder
{
    private readonly TimeZoneInfo _zone;
    private readonly List<OpeningHours>[] _week = [[], [], [], [], [], [], []];
    private readonly HashSet<DateOnly> _holidays = [];
    private readonly SortedDictionary<DateOnly, OpeningHours[]> _special = [];
    private readonly SortedSet<DateOnly> _specialTwice = [];
    private readonly List<string> _unknownDays = [];

    internal WorkCalendarBuilder(TimeZoneInfo zone) => _zone = zone;

    /// <summary>Adds one stretch of opening hours to a day of the week; a day may have several, with breaks between.</summary>
    /// <param name="day">The day of the week, on the local calendar.</param>
    /// <param name="open">When work begins.</param>
    /// <param name="close">When it ends; 00:00 is the midnight that ends the day.</param>
    public WorkCalendarBuilder Open(DayOfWeek day, TimeOnly open, TimeOnly close)
    {
        if (Enum.IsDefined(day))
            _week[(int)day].Add(new OpeningHours(open, close));
        else
            _unknownDays.Add(string.Create(CultureInfo.InvariantCulture, $"The day of the week {(int)day} does not exist. Use a member of DayOfWeek."));
        return this;
    }

    /// <summary>Adds one stretch of opening hours to Monday, Tuesday, Wednesday, Thursday and Friday.</summary>
    /// <param name="open">When work begins.</param>
    /// <param name="close">When it ends; 00:00 is the midnight that ends the day.</param>
    public WorkCalendarBuilder OpenMondayToFriday(TimeOnly open, TimeOnly close)
    {
        for (DayOfWeek day = DayOfWeek.Monday; day <= DayOfWeek.Friday; day++)
            Open(day, open, close);
        return this;
    }

    /// <summary>Closes a date. Naming one twice changes nothing.</summary>
    /// <param name="date">The local date.</param>
    public WorkCalendarBuilder Holiday(DateOnly date)
    {
        _holidays.Add(date);
        return this;
    }

    /// <summary>Closes dates. Naming one twice changes nothing.</summary>
    /// <param name="dates">The local dates.</param>
    public WorkCalendarBuilder Holidays(IEnumerable<DateOnly> dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        _holidays.UnionWith(dates);
        return this;
    }

    /// <summary>Gives a date its own hours instead of those of its day of the week: a working Saturday, a short Christmas Eve.</summary>
    /// <param name="date">The local date; one that is also a holiday is an error.</param>
    /// <param name="hours">All its hours; none closes the date.</param>
    public WorkCalendarBuilder SpecialDay(DateOnly date, params IReadOnlyList<OpeningHours> hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        if (!_special.TryAdd(date, [.. hours]))
            _specialTwice.Add(date);
        return this;
    }

    /// <summary>Builds the calendar.</summary>
    /// <exception cref="WorkCalendarException">Hours that close before they open or overlap, a date with two meanings, a week that is never open; all are listed.</exception>
    public WorkCalendar Build()
    {
        var errors = new List<string>(_unknownDays);
        var week = new OpeningHours[7][];
        for (int day = 0; day < 7; day++)
            week[day] = Checked(((DayOfWeek)day).ToString(), [.. _week[day]], errors);
        if (week.All(static hours => hours.Length == 0))
            errors.Add("No day of the week has opening hours. Add some with Open(…) or OpenMondayToFriday(…); without any, every time in a stage would be 0.");
        var special = new Dictionary<DateOnly, OpeningHours[]>();
        foreach ((DateOnly date, OpeningHours[] hours) in _special)
        {
            string name = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            special.Add(date, Checked(name, hours, errors));
            if (_holidays.Contains(date))
                errors.Add($"{name} is a holiday and has special hours. A date has one meaning; remove one of the two.");
            if (_specialTwice.Contains(date))
                errors.Add($"{name} is given special hours more than once. Give all hours of a date in one call.");
        }

        if (errors.Count > 0)
            throw new WorkCalendarException(errors);
        foreach (DateOnly date in _holidays)
            special.Add(date, []);
        return new WorkCalendar(_zone, week, special);
    }

    private static OpeningHours[] Checked(string day, OpeningHours[] hours, List<string> errors)
    {
        Array.Sort(hours, static (a, b) => a.OpenTicks.CompareTo(b.OpenTicks));
        for (int i = 0; i < hours.Length; i++)
        {
            if (hours[i].CloseTicks <= hours[i].OpenTicks)
                errors.Add($"{day} closes at or before it opens ({hours[i]}). Hours end after they begin, at 00:00 (midnight) at the latest; split a night shift into one stretch on each day.");
            if (hours[i].OpenTicks % TimeSpan.TicksPerMicrosecond != 0 || hours[i].CloseTicks % TimeSpan.TicksPerMicrosecond != 0)
                errors.Add($"{day} has hours finer than a microsecond ({hours[i]}). Use whole microseconds.");
            if (i > 0 && hours[i].OpenTicks < hours[i - 1].CloseTicks)
                errors.Add($"{day} has the overlapping hours {hours[i - 1]} and {hours[i]}. Join them into one stretch.");
        }

        return hours;
    }
}
