using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>Cuts time into half-open calendar periods of one unit in one time zone.</summary>
/// <remarks>Periods start at local midnight; where a zone skips midnight, at the first instant of that day, and where midnight occurs twice,
/// at the earlier one. The starts of the years 1970 to 2099 are computed once, so a look-up is a binary search and allocates nothing.</remarks>
public sealed class CohortCalendar : IEquatable<CohortCalendar>
{
    private const int FirstYear = 1970;
    private const int EndYear = 2100;

    private readonly int _firstNumber;
    private readonly long[] _starts; // of the periods from _firstNumber on

    private CohortCalendar(CohortUnit unit, TimeZoneInfo zone)
    {
        Unit = unit;
        Zone = zone;
        _firstNumber = NumberOf(new DateOnly(FirstYear, 1, 1));
        int count = NumberOf(new DateOnly(EndYear, 1, 1)) - _firstNumber + 1;
        _starts = new long[count];
        for (int i = 0; i < count; i++)
            _starts[i] = StartOf(_firstNumber + i);
    }

    /// <summary>Gets the length of the periods.</summary>
    public CohortUnit Unit { get; }

    /// <summary>Gets the zone whose midnights bound the periods.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Gets the identifier of the zone, as results print it.</summary>
    public string ZoneId => Zone.Id;

    /// <summary>Makes a calendar.</summary>
    /// <param name="unit">The length of the periods.</param>
    /// <param name="zone">The zone; UTC when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is not a member of <see cref="CohortUnit"/>.</exception>
    public static CohortCalendar Of(CohortUnit unit, TimeZoneInfo? zone = null) => Enum.IsDefined(unit)
        ? new CohortCalendar(unit, zone ?? TimeZoneInfo.Utc)
        : throw new ArgumentOutOfRangeException(nameof(unit), unit, "The unit is not a member of CohortUnit.");

    /// <summary>Gets the number of the period that holds a time.</summary>
    /// <param name="atUnixMicros">Microseconds since 1970 UTC; <see cref="EventTime.Undated"/> gives <see cref="CohortPeriod.UndatedNumber"/>.</param>
    public int NumberOf(long atUnixMicros)
    {
        if (atUnixMicros == EventTime.Undated)
            return CohortPeriod.UndatedNumber;
        if (atUnixMicros >= _starts[0] && atUnixMicros < _starts[^1])
        {
            int found = Array.BinarySearch(_starts, atUnixMicros);
            return _firstNumber + (found >= 0 ? found : ~found - 1);
        }

        // Outside the prepared years: guess from UTC and correct by at most one period in either direction.
        int number = NumberOf(DateOnly.FromDateTime(EventTime.FromUnixMicros(atUnixMicros).UtcDateTime));
        if (atUnixMicros < StartOf(number))
            return number - 1;
        return atUnixMicros >= StartOf(number + 1) ? number + 1 : number;
    }

    /// <summary>Gets the period that holds a time.</summary>
    /// <param name="at">The time.</param>
    public CohortPeriod PeriodOf(DateTimeOffset at) => Period(NumberOf(EventTime.ToUnixMicros(at)));

    /// <summary>Gets a period by its number.</summary>
    /// <param name="number">The number, as <see cref="NumberOf(long)"/> gives it.</param>
    public CohortPeriod Period(int number)
    {
        if (number == CohortPeriod.UndatedNumber)
            return new CohortPeriod(number, null, null, "undated");
        DateOnly first = FirstDayOf(number);
        string label = Unit switch
        {
            CohortUnit.Day => first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            CohortUnit.Week => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(first.ToDateTime(TimeOnly.MinValue)):D4}-W{ISOWeek.GetWeekOfYear(first.ToDateTime(TimeOnly.MinValue)):D2}"),
            CohortUnit.Month => first.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            CohortUnit.Quarter => string.Create(CultureInfo.InvariantCulture, $"{first.Year:D4}-Q{((first.Month - 1) / 3) + 1}"),
            _ => first.Year.ToString("D4", CultureInfo.InvariantCulture),
        };
        return new CohortPeriod(number, Instant(StartOf(number)), Instant(StartOf(number + 1)), label);
    }

    /// <summary>Tells whether every period of this calendar lies within one period of another: same zone, and a unit that divides the other.</summary>
    /// <param name="coarser">The calendar to roll up to.</param>
    public bool RollsUpTo(CohortCalendar coarser)
    {
        ArgumentNullException.ThrowIfNull(coarser);
        return string.Equals(ZoneId, coarser.ZoneId, StringComparison.Ordinal)
            && (Unit == coarser.Unit || (Unit < coarser.Unit && Unit != CohortUnit.Week));
    }

    /// <summary>Gets the number of the coarser period that holds a period of this calendar.</summary>
    /// <param name="number">A period of this calendar.</param>
    /// <param name="coarser">The calendar to roll up to.</param>
    /// <exception cref="ArgumentException">The calendars do not nest; see <see cref="RollsUpTo"/>.</exception>
    public int RollUp(int number, CohortCalendar coarser) => RollsUpTo(coarser)
        ? number == CohortPeriod.UndatedNumber ? number : coarser.NumberOf(FirstDayOf(number))
        : throw new ArgumentException($"Cohorts by {this} do not roll up to {coarser}. Only a coarser unit of the same zone can be rolled up to; weeks roll up to nothing. Count again from the log.", nameof(coarser));

    /// <inheritdoc/>
    public bool Equals(CohortCalendar? other) => other is not null && Unit == other.Unit && string.Equals(ZoneId, other.ZoneId, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CohortCalendar);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Unit, ZoneId);

    /// <summary>For example <c>Month in Europe/Berlin</c>.</summary>
    public override string ToString() => $"{Unit} in {ZoneId}";

    /// <summary>Gets the number of the period that holds the last day of the year 9999.</summary>
    internal int LastNumber => NumberOf(DateOnly.MaxValue);

    /// <summary>The first instant of a period, and that of the next one.</summary>
    internal (long Start, long End) Bounds(int number)
    {
        int index = number - _firstNumber;
        return index >= 0 && index < _starts.Length - 1 ? (_starts[index], _starts[index + 1]) : (StartOf(number), StartOf(number + 1));
    }

    private int NumberOf(DateOnly day) => Unit switch
    {
        CohortUnit.Day => day.DayNumber,
        CohortUnit.Week => day.DayNumber / 7, // day 0, 0001-01-01, was a Monday
        CohortUnit.Month => ((day.Year - 1) * 12) + day.Month - 1,
        CohortUnit.Quarter => ((day.Year - 1) * 4) + ((day.Month - 1) / 3),
        _ => day.Year - 1,
    };

    private DateOnly FirstDayOf(int number) => Unit switch
    {
        CohortUnit.Day => DateOnly.FromDayNumber(number),
        CohortUnit.Week => DateOnly.FromDayNumber(number * 7),
        CohortUnit.Month => new DateOnly((number / 12) + 1, (number % 12) + 1, 1),
        CohortUnit.Quarter => new DateOnly((number / 4) + 1, ((number % 4) * 3) + 1, 1),
        _ => new DateOnly(number + 1, 1, 1),
    };

    private long StartOf(int number)
    {
        if (number <= 0)
            return EventTime.Min; // the first period holds whatever the zone's offset puts before the year 1
        if (number > NumberOf(DateOnly.MaxValue))
            return EventTime.Max + 1;
        DateTimeOffset start = EventTime.FromLocal(FirstDayOf(number).ToDateTime(TimeOnly.MinValue), Zone, out _);
        return EventTime.ToUnixMicros(start);
    }

    private DateTimeOffset Instant(long unixMicros)
    {
        DateTimeOffset utc = EventTime.FromUnixMicros(Math.Min(unixMicros, EventTime.Max));
        TimeSpan offset = Zone.GetUtcOffset(utc);
        long local = utc.Ticks + offset.Ticks;
        return local < DateTime.MinValue.Ticks || local > DateTime.MaxValue.Ticks ? utc : utc.ToOffset(offset);
    }
}
