namespace SalesFunnel.Metrics.Data;

/// <summary>Finds the columns that date stages by their names.</summary>
internal static class StageDateHeaders
{
    private static readonly string[] Ends = ["_date", " date", "_at", " at", "_on", " on"];

    /// <summary>Columns such as <c>Date entered "Contract Sent (Sales Pipeline)"</c>, with the label of the stage.</summary>
    public static IEnumerable<(string Label, string Column, int Index)> WithLabel(IReadOnlyList<string> header, string prefix)
    {
        for (int i = 0; i < header.Count; i++)
        {
            if (header[i].Length < prefix.Length + 3 || !header[i].StartsWith(prefix + "\"", StringComparison.OrdinalIgnoreCase) || !header[i].EndsWith('"'))
                continue;
            string label = header[i][(prefix.Length + 1)..^1];
            int bracket = label.EndsWith(')') ? label.LastIndexOf(" (", StringComparison.Ordinal) : -1;
            yield return (bracket > 0 ? label[..bracket] : label, header[i], i);
        }
    }

    /// <summary>Columns such as <c>engage_date</c>, <c>offer date</c>, <c>signed_at</c>, with the word before: candidates, until the stages are known.</summary>
    public static IEnumerable<(string Label, string Column, int Index)> WithWord(IReadOnlyList<string> header)
    {
        for (int i = 0; i < header.Count; i++)
        {
            string name = HeaderNames.Normal(header[i]);
            if (Array.Find(Ends, end => name.EndsWith(end, StringComparison.Ordinal)) is { } found)
                yield return (name[..^found.Length], header[i], i);
        }
    }
}
