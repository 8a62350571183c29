using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Finds out how a column writes times, by trying every known way on its values.</summary>
internal sealed class DateFormatVotes(string column)
{
    private const int EnoughValues = 4096; // past this only an undecided order of day and month is looked at further

    private static readonly string[] Times = ["", " H:mm", " H:mm:ss", " h:mm tt", " h:mm:ss tt"];
    private static readonly string[] DayFirst = FormatsOf("d.M.yyyy", "d/M/yyyy", "d-M-yyyy");
    private static readonly string[] MonthFirst = FormatsOf("M/d/yyyy", "M-d-yyyy");
    private static readonly string[] YearFirst = [.. FormatsOf("yyyy-MM-dd", "yyyy/M/d"), "yyyy-MM-dd H:mm:ss.FFFFFFF"];

    private readonly Dictionary<string, long> _dayFirst = [];
    private readonly Dictionary<string, long> _monthFirst = [];
    private readonly Dictionary<string, long> _other = [];

    public string Column => column;

    public long Values { get; private set; }

    public long DayFirstFits { get; private set; }

    public long MonthFirstFits { get; private set; }

    public string? Sample { get; private set; }

    public void Add(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || (Values >= EnoughValues && DayFirstFits != MonthFirstFits))
            return;
        Values++;
        if (TimeText.TryReadInstant(text, [], TimeZoneInfo.Utc, out _, out _))
        {
            Count(_other, MomentText.Iso);
            return;
        }

        if (IsUnix(text) is { } unix)
        {
            Count(_other, unix);
            return;
        }

        if (Fits(text, DayFirst, _dayFirst))
        {
            DayFirstFits++;
            Sample ??= text.ToString();
        }

        if (Fits(text, MonthFirst, _monthFirst))
        {
            MonthFirstFits++;
            Sample ??= text.ToString();
        }

        if (char.IsAsciiDigit(text[^1]) && text.Length > 3 && char.IsAsciiDigit(text[3]))
            Fits(text, YearFirst, _other);
    }

    /// <summary>The formats that occur, the most frequent first.</summary>
    public IEnumerable<(string Format, long Count)> Formats(bool monthFirst) => _other.Concat(monthFirst ? _monthFirst : _dayFirst).Select(static f => (f.Key, f.Value));

    private static string[] FormatsOf(params string[] dates) => [.. dates.SelectMany(static date => Times.Select(time => date + time))];

    private static string? IsUnix(ReadOnlySpan<char> text)
    {
        if (text.Length is not (9 or 10 or 12 or 13) || text.ContainsAnyExceptInRange('0', '9'))
            return null;
        return text.Length <= 10 ? MomentText.UnixSeconds : MomentText.UnixMilliseconds;
    }

    private static bool Fits(ReadOnlySpan<char> text, string[] formats, Dictionary<string, long> counts)
    {
        foreach (string format in formats)
        {
            if (DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                Count(counts, format);
                return true;
            }
        }

        return false;
    }

    private static void Count(Dictionary<string, long> counts, string format) => counts[format] = counts.GetValueOrDefault(format) + 1;
}
