namespace SalesFunnel.Metrics.Data;

/// <summary>Reads one file of a mapping row by row for the rules that look at every table.</summary>
internal sealed class TableHygiene : IDisposable
{
    private readonly HashSet<ulong> _rows = []; // 8 bytes a row, plus the free places of the set
    private readonly MissingTexts _missing;
    private readonly FindingLog _findings;
    private readonly HygieneOptions _options;
    private readonly CancellationToken _cancellation;

    public TableHygiene(FunnelMapping mapping, string file, FindingLog findings, HygieneOptions options, CancellationToken cancellation)
    {
        Table = new CsvTable(Path.Combine(mapping.Folder, file), file, mapping);
        _missing = new MissingTexts(Table, mapping);
        (_findings, _options, _cancellation) = (findings, options, cancellation);
    }

    public CsvTable Table { get; }

    /// <summary>Moves to the next row that can be taken apart; the others are reported by the reader.</summary>
    public bool Next()
    {
        while (Table.Read())
        {
            if ((Table.Rows & 0xFFFF) == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
                _options.Progress?.Report(new ReadProgress(Table.Name, Table.Rows, Table.BytesRead, Table.TotalBytes));
            }

            if ((Table.IsBlank && Table.Header.Count > 1) || Table.IsMalformed || Table.FieldCount < Table.Header.Count || (Table.FieldCount > Table.Header.Count && !Table.HasOnlyEmptyExtras()))
                continue;
            _missing.Add();
            if (!_rows.Add(Table.RowHash()))
                _findings.Add(HygieneRules.RepeatedRow, Table, -1, "the same row, field by field, is further up");
            return true;
        }

        _cancellation.ThrowIfCancellationRequested();
        return false;
    }

    public void Done(IEnumerable<string?> read) => _missing.Report(_findings, read.OfType<string>().ToHashSet(StringComparer.Ordinal));

    public void Dispose() => Table.Dispose();
}
