using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Tells what separates the fields: that with which most of the first rows have as many fields as the header, outside quotes.</summary>
internal static class DelimiterSniffer
{
    public const string Candidates = ",;\t|";
    private const int MaxRows = 100;

    public static (char Delimiter, string Reason) Detect(ReadOnlySpan<char> text, bool isWhole)
    {
        if (Hint(text) is { } hint)
            return (hint, "the file says so in its first line");
        (char best, double bestScore, string reason) = (',', 0, "the header has one field whatever the delimiter");
        foreach (char candidate in Candidates)
        {
            (int fields, int same, int rows) = Count(text, candidate, isWhole);
            if (fields < 2)
                continue;
            double score = (same + 1.0) / (rows + 1) * Math.Log2(fields);
            if (score > bestScore)
            {
                string plural = fields == 1 ? "field" : "fields";
                (best, bestScore) = (candidate, score);
                reason = string.Create(CultureInfo.InvariantCulture, $"the header has {fields} {plural}, and so have {same} of the first {rows} rows");
            }
        }

        return (best, reason);
    }

    /// <summary>The delimiter of a line such as <c>sep=;</c>, which spreadsheets understand.</summary>
    public static char? Hint(ReadOnlySpan<char> text) =>
        text.TrimStart('\uFEFF') is ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', var c, '\r' or '\n', ..] && Candidates.Contains(c, StringComparison.Ordinal) ? c : null;

    private static (int Fields, int Same, int Rows) Count(ReadOnlySpan<char> text, char delimiter, bool isWhole)
    {
        var scanner = new RecordScanner(text, delimiter);
        if (!scanner.Next(null, out int fields))
            return default;
        (int same, int rows) = (0, 0);
        while (rows < MaxRows && scanner.Next(null, out int count) && (isWhole || scanner.IsClosed))
        {
            rows++;
            same += count == fields ? 1 : 0;
        }

        return (fields, same, rows);
    }
}
