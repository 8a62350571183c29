using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Finds time stamps and days that hold an improbable share of all changes.</summary>
internal sealed class BulkEdits
{
    public const string Meaning = "one time stamp with at least 10 changes and 5 % of all, where times have a time of day; or one day with at least 20 changes, 10 % of all and 5 times the median day, out of at least 5 days";

    private const long DayMicros = 86_400_000_000;
    private readonly List<(long At, long Line)> _changes = [];

    public long Count => _changes.Count;

    public void Add(long at, long line) => _changes.Add((at, line));

    public void Report(FindingLog findings, string file, string? column)
    {
        _changes.Sort();
        bool hasTimes = _changes.Exists(static c => c.At % (DayMicros / 24) != 0);
        var reported = new HashSet<long>();
        if (hasTimes)
        {
            foreach ((long at, long line, long count) in Runs(static at => at))
            {
                if (count < 10 || count * 20 < _changes.Count)
                    continue;
                reported.Add(Math.DivRem(at, DayMicros).Quotient);
                Add(findings, file, column, at, line, count, "yyyy-MM-dd HH:mm:ss'Z'");
            }
        }

        (long Day, long Line, long Count)[] days = [.. Runs(static at => (long)Math.Floor((double)at / DayMicros))];
        if (days.Length < 5)
            return;
        long median = days.Select(static d => d.Count).Order().ElementAt(days.Length / 2);
        foreach ((long day, long line, long count) in days)
        {
            if (count >= 20 && count * 10 >= _changes.Count && count > 5 * median && !reported.Contains(day))
                Add(findings, file, column, day * DayMicros, line, count, "yyyy-MM-dd");
        }
    }

    private void Add(FindingLog findings, string file, string? column, long at, long line, long count, string format)
    {
        string when = EventTime.FromUnixMicros(at).ToString(format, CultureInfo.InvariantCulture);
        string note = string.Create(CultureInfo.InvariantCulture, $"{count} of {_changes.Count} changes");
        findings.Add(HygieneRules.BulkEdit, new HygieneSample(file, line, column, when, note), count);
    }

    private IEnumerable<(long Key, long Line, long Count)> Runs(Func<long, long> keyOf)
    {
        for (int i = 0; i < _changes.Count;)
        {
            int start = i;
            long key = keyOf(_changes[i].At);
            while (i < _changes.Count && keyOf(_changes[i].At) == key)
                i++;
            yield return (key, _changes[start].Line, i - start);
        }
    }
}
