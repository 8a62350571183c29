namespace SalesFunnel.Metrics.Data;

/// <summary>What the loaders of one run share.</summary>
internal sealed class ReadSession
{
    private const int RowsPerReport = 1 << 16;

    private readonly ReadOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly List<FileSummary> _files = [];
    private readonly List<FileFormat> _formats = [];

    public ReadSession(FunnelMapping mapping, ReadOptions options, CancellationToken cancellation)
    {
        Mapping = mapping;
        _options = options;
        _cancellation = cancellation;
        Definition = mapping.ToDefinition();
        Builder = new DealLogBuilder(Definition);
        Issues = new IssueLog(options.Strict);
        Amounts = new AmountReader(mapping);
        Stages = new StageTexts(mapping);
        DimensionValues = [.. Definition.Dimensions.Select(static _ => new EntityIndex())];
    }

    public FunnelMapping Mapping { get; }

    public FunnelDefinition Definition { get; }

    public DealLogBuilder Builder { get; }

    public IssueLog Issues { get; }

    public AmountReader Amounts { get; }

    public StageTexts Stages { get; }

    /// <summary>Rows behind an empty line that hold a single field: the notes that some systems print under a table.</summary>
    public long FooterRows { get; private set; }

    /// <summary>Rows of a history that are about other fields than stage and status.</summary>
    public long OtherRows { get; set; }

    /// <summary>Rows of a history that name the stage the deal was in already.</summary>
    public long UnchangedRows { get; set; }

    /// <summary>Rows of a history that leave another stage than the one the deal was in: rows between are missing.</summary>
    public long HistoryGaps { get; set; }

    public long DoubledLocalTimes { get; private set; }

    public long SkippedLocalTimes { get; private set; }

    public MergeList Merges { get; } = new();

    public EntityIndex Deals { get; } = new();

    public EntityIndex[] DimensionValues { get; }

    public EntityIndex LossReasons { get; } = new();

    public EntityIndex Customers { get; } = new();

    public IReadOnlyList<FileSummary> Files => _files.AsReadOnly();

    public IReadOnlyList<FileFormat> Formats => _formats.AsReadOnly();

    public string TimeExpected => Expected(Mapping.DateFormats);

    public static string Expected(IReadOnlyList<string> formats) => formats.Count == 0
        ? TimeText.IsoExpected
        : $"a time written as {string.Join(" or ", formats)}";

    public CsvTable Open(string file) => new(Path.Combine(Mapping.Folder, file), file, Mapping);

    /// <summary>Moves to the next row that can be taken apart; reports those that cannot.</summary>
    public bool Next(CsvTable table, ref long blank)
    {
        while (table.Read())
        {
            if ((table.Rows & (RowsPerReport - 1)) == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
                Report(table);
            }

            if (table.IsBlank && table.Header.Count > 1)
                blank++;
            else
                return true;
        }

        _cancellation.ThrowIfCancellationRequested();
        return false;
    }

    /// <summary>The id as it is compared.</summary>
    public ReadOnlySpan<char> DealId(ReadOnlySpan<char> text) => Mapping.Ids == IdForm.Salesforce && text.Length == 18 ? text[..15] : text;

    /// <summary>Tells whether the row belongs to the notes under a table, and counts it.</summary>
    public bool IsFooter(CsvTable table, long blank)
    {
        if (blank == 0 || table.FieldCount != 1 || table.Header.Count < 3 || table.IsMalformed)
            return false;
        FooterRows++;
        return true;
    }

    public void AddLocalTimes(MomentText moments)
    {
        DoubledLocalTimes += moments.DoubledLocalTimes;
        SkippedLocalTimes += moments.SkippedLocalTimes;
    }

    /// <summary>Remembers when the last event of a deal was: what ends it comes after.</summary>
    public void NoteLastTime(long deal, long at) => Merges.NoteLastTime(deal, at);

    public void NoteMerged(CsvTable table, ReadOnlySpan<char> ids, long survivor)
    {
        foreach (Range part in ids.Split(';'))
        {
            ReadOnlySpan<char> id = DealId(ids[part].Trim());
            if (!id.IsEmpty)
                Merges.Add(survivor, id.ToString(), table.Line);
        }
    }

    /// <summary>Tells whether the row has the shape of the header; reports it when not.</summary>
    public bool HasShape(CsvTable table) => RowShape.IsRight(table, Issues);

    public void Done(CsvTable table, long blank, long used)
    {
        _files.Add(new FileSummary(table.Name, table.Rows - blank, used));
        _formats.Add(table.Format);
        Report(table);
    }

    /// <summary>The id of a dimension's value, or none when the field is empty.</summary>
    public long ValueOf(int dimension, ReadOnlySpan<char> text) => text.IsEmpty ? DealEvent.NoValue : DimensionValues[dimension].GetOrAdd(text);

    private void Report(CsvTable table) => _options.Progress?.Report(new ReadProgress(table.Name, table.Rows, table.BytesRead, table.TotalBytes));
}
