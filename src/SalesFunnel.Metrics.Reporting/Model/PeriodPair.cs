using System.Globalization;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>Two periods to compare, for example <c>2024Q3..2024Q4</c>, <c>2024-09..2024-10</c> or <c>2023..2024</c>.</summary>
/// <param name="Unit">Month, quarter or year; the same for both.</param>
/// <param name="BeforeStart">First day of the earlier period.</param>
/// <param name="AfterStart">First day of the other.</param>
public sealed record PeriodPair(CohortUnit Unit, DateOnly BeforeStart, DateOnly AfterStart)
{
    /// <summary>Reads two periods.</summary>
    /// <param name="text">Two periods of one length with two dots between: <c>yyyy</c>, <c>yyyyQn</c> or <c>yyyy-MM</c>.</param>
    /// <exception cref="FormatException">The text is of another form; the message says which forms there are.</exception>
    public static PeriodPair Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split("..");
        if (parts.Length != 2 || Read(parts[0]) is not { } before || Read(parts[1]) is not { } after)
            throw new FormatException($"'{text}' is not two periods. Write two years (2023..2024), quarters (2024Q3..2024Q4) or months (2024-09..2024-10) with two dots between.");
        if (before.Unit != after.Unit)
            throw new FormatException($"'{parts[0]}' and '{parts[1]}' are periods of different length. Compare two years, two quarters or two months.");
        return before.Start == after.Start
            ? throw new FormatException($"'{text}' compares a period with itself. Give two different ones.")
            : new PeriodPair(before.Unit, before.Start, after.Start);
    }

    internal CohortPeriod Before(CohortCalendar calendar) => calendar.PeriodOf(Noon(calendar, BeforeStart));

    internal CohortPeriod After(CohortCalendar calendar) => calendar.PeriodOf(Noon(calendar, AfterStart));

    // Noon of the first day lies in the period whatever the offset of the zone.
    private static DateTimeOffset Noon(CohortCalendar calendar, DateOnly day)
    {
        DateTime local = day.ToDateTime(new TimeOnly(12, 0));
        return new DateTimeOffset(local, calendar.Zone.GetUtcOffset(local));
    }

    private static (CohortUnit Unit, DateOnly Start)? Read(string text)
    {
        if (text.Length == 4 && Number(text, 1, 9999) is { } year)
            return (CohortUnit.Year, new DateOnly(year, 1, 1));
        if (text.Length == 7 && text[4] == '-' && text[5] is 'Q' or 'q')
            text = text.Remove(4, 1); // as labels of quarters are written
        if (text.Length == 6 && text[4] is 'Q' or 'q' && Number(text[..4], 1, 9999) is { } ofQuarter && Number(text[5..], 1, 4) is { } quarter)
            return (CohortUnit.Quarter, new DateOnly(ofQuarter, (3 * quarter) - 2, 1));
        return text.Length == 7 && text[4] == '-' && Number(text[..4], 1, 9999) is { } ofMonth && Number(text[5..], 1, 12) is { } month
            ? (CohortUnit.Month, new DateOnly(ofMonth, month, 1))
            : null;
    }

    private static int? Number(string digits, int least, int most) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number : null;
}
