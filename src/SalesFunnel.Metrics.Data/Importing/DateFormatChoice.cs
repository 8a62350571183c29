namespace SalesFunnel.Metrics.Data;

/// <summary>The formats of the times of one file, from the votes of its columns.</summary>
internal sealed record DateFormatChoice(IReadOnlyList<string> Formats, Certainty Certainty, string Reason)
{
    /// <summary>Chooses; columns that cannot tell day from month follow those of the same file that can.</summary>
    /// <exception cref="FunnelDataException">Every value of every column fits both orders.</exception>
    public static DateFormatChoice Of(string file, IReadOnlyList<DateFormatVotes> columns)
    {
        long dayFirst = columns.Sum(static c => c.DayFirstFits);
        long monthFirst = columns.Sum(static c => c.MonthFirstFits);
        DateFormatVotes? slashed = columns.FirstOrDefault(static c => c.MonthFirstFits > 0);
        if (dayFirst == monthFirst && slashed is not null)
        {
            throw new FunnelDataException(
                $"{file}: nobody can tell day from month. Every date that begins with either, such as '{slashed.Sample}' in the column '{slashed.Column}', fits day/month/year and month/day/year. "
                + $"Write a mapping and say which: \"dateFormats\": [\"d/M/yyyy\"] or [\"M/d/yyyy\"], with the time of day behind it where there is one (\"d/M/yyyy H:mm\"). {Advice(file)}");
        }

        bool isMonthFirst = monthFirst > dayFirst;
        string[] formats = [.. columns.SelectMany(c => c.Formats(isMonthFirst)).GroupBy(static f => f.Format).Select(static g => (g.Key, Count: g.Sum(static f => f.Count)))
            .OrderByDescending(static f => f.Count).ThenBy(static f => f.Key, StringComparer.Ordinal).Select(static f => f.Key)];
        if (formats.Length == 0 || formats is [MomentText.Iso])
            return new DateFormatChoice([], Certainty.Certain, "ISO 8601");
        if (dayFirst == 0 && monthFirst == 0)
            return new DateFormatChoice(formats, Certainty.Certain, "every time fits");
        string order = isMonthFirst ? "month before day" : "day before month";
        bool isSure = isMonthFirst ? dayFirst < monthFirst : monthFirst == 0 || monthFirst < dayFirst;
        return new DateFormatChoice(formats, isSure ? Certainty.Certain : Certainty.Likely, $"{order}: {Math.Abs(monthFirst - dayFirst).ToString(System.Globalization.CultureInfo.InvariantCulture)} dates fit no other order");
    }

    private static string Advice(string file) => $"'salesfunnel init {file} --dates d/M/yyyy' writes one to start from.";
}
