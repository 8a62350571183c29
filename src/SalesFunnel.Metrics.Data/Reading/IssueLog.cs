namespace SalesFunnel.Metrics.Data;

/// <summary>Counts what is wrong and keeps the first samples of each kind; in strict mode the first one throws.</summary>
internal sealed class IssueLog(bool strict)
{
    private const int MaxValueChars = 80;

    private readonly SortedDictionary<RowDefect, (long Count, List<RowIssue> Samples)> _found = [];

    public void Add(RowDefect defect, CsvTable table, int column, string expected)
    {
        if (!strict && _found.TryGetValue(defect, out (long Count, List<RowIssue> Samples) found) && found.Samples.Count == ReadSummary.MaxSamples)
            _found[defect] = (found.Count + 1, found.Samples); // no copy of a value that nobody will see
        else
            Add(defect, table.Name, table.Line, column < 0 ? null : table.Header[column], column < 0 ? null : table.Raw(column), expected);
    }

    public void Add(RowDefect defect, string file, long line, string? column, string? value, string expected)
    {
        (long count, List<RowIssue> samples) = _found.GetValueOrDefault(defect, (0, []));
        if (strict || samples.Count < ReadSummary.MaxSamples)
        {
            if (value is { Length: > MaxValueChars })
                value = string.Concat(value.AsSpan(0, MaxValueChars), "…");
            var issue = new RowIssue(defect, file, line, column, value, expected);
            if (strict)
                throw new FunnelDataException(issue);
            samples.Add(issue);
        }

        _found[defect] = (count + 1, samples);
    }

    public IReadOnlyList<DefectCount> ToCounts() =>
        _found.Select(static f => new DefectCount(f.Key, f.Value.Count, f.Value.Samples.AsReadOnly())).ToArray().AsReadOnly();
}
