namespace SalesFunnel.Metrics.Data;

/// <summary>How files become a funnel: which columns hold what, which stages there are, how times and money are written. The content of <c>funnel.json</c>.</summary>
/// <remarks>The format is described in <c>docs/mapping.md</c>. Read one with <see cref="Load"/>, or make one in code.</remarks>
public sealed record FunnelMapping
{
    /// <summary>Gets the name of the funnel.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the stages in order; the last one is won.</summary>
    public required IReadOnlyList<MappedStage> Stages { get; init; }

    /// <summary>Gets the texts of the stage column that mean lost.</summary>
    public IReadOnlyList<string> Lost { get; init; } = ["Lost"];

    /// <summary>Gets the dimensions to segment by, at most three.</summary>
    public IReadOnlyList<MappedDimension> Dimensions { get; init; } = [];

    /// <summary>Gets the log of stage changes; <c>null</c> when the table of deals is the source.</summary>
    public LogTable? Log { get; init; }

    /// <summary>Gets the table of deals, if there is one.</summary>
    public DealsTable? Deals { get; init; }

    /// <summary>Gets the table of merged deals, if there is one.</summary>
    public MergesTable? Merges { get; init; }

    /// <summary>Gets the texts of a status beside the stage.</summary>
    public StatusTexts Statuses { get; init; } = new();

    /// <summary>Gets the currency to count in, for tables with a column of currencies; <c>null</c> = all amounts are of one currency.</summary>
    public CurrencySetting? Currency { get; init; }

    /// <summary>Gets how ids of deals are compared.</summary>
    public IdForm Ids { get; init; }

    /// <summary>Gets the table of acquisition costs, if there is one.</summary>
    public CostsTable? Costs { get; init; }

    /// <summary>Gets the table of customers, if there is one.</summary>
    public CustomersTable? Customers { get; init; }

    /// <summary>Gets the zone of times that are written without one, and of months and days.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Gets the .NET date formats of times; empty = ISO 8601.</summary>
    public IReadOnlyList<string> DateFormats { get; init; } = [];

    /// <summary>Gets the texts, apart from an empty field, that mean that a value is missing.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Gets what separates the fields of a row; <c>null</c> = each file shows it.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Gets the name of the encoding of the files; <c>null</c> = each file shows it. A byte order mark wins over it.</summary>
    public string? Encoding { get; init; }

    /// <summary>Gets what separates the decimals of a number: a point or a comma; <c>null</c> = each column shows it.</summary>
    public char? DecimalSeparator { get; init; }

    /// <summary>Gets what happens to a row of the log without a time.</summary>
    public UndatedPolicy Undated { get; init; }

    /// <summary>Gets which value of a dimension a deal is counted under.</summary>
    public SegmentAttribution Attribution { get; init; }

    /// <summary>Gets the gross margin as a fraction, for the payback period; <c>null</c> when not known.</summary>
    public decimal? Margin { get; init; }

    /// <summary>Gets the folder that file names are relative to.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>Gets how a file is opened by its path; <c>null</c> = from the disk. The stream needs neither length nor position.</summary>
    public Func<string, Stream>? OpenFile { get; init; }

    /// <summary>Gets the source of this mapping as messages name it.</summary>
    public string Source { get; init; } = "mapping";

    /// <summary>Gets what a reader of the report must know about how this mapping was made; empty for one that was written down.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets the name of the file that tells what happened: the log, or else the table of deals.</summary>
    internal string MainFile => Log?.File ?? Deals?.File ?? Source;

    /// <summary>Reads a mapping file.</summary>
    /// <param name="path">Path of the file; its folder is the one that file names are relative to.</param>
    /// <exception cref="MappingException">The file has one or more errors; all are listed, each with its JSON path.</exception>
    /// <exception cref="FunnelDataException">The file does not exist or cannot be read.</exception>
    public static FunnelMapping Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string json = FileOpener.ReadAllText(path);
        return Parse(json, Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".", Path.GetFileName(path));
    }

    /// <summary>Reads the text of a mapping.</summary>
    /// <param name="json">The text.</param>
    /// <param name="folder">The folder that file names are relative to.</param>
    /// <param name="source">How messages name the text.</param>
    /// <exception cref="MappingException">The text has one or more errors; all are listed, each with its JSON path.</exception>
    public static FunnelMapping Parse(string json, string folder = ".", string source = "funnel.json")
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(folder);
        return MappingJson.Parse(json, folder, source);
    }

    /// <summary>Makes a mapping for a log that has no mapping file, from the names of its columns and stages. It says so in <see cref="Notes"/>.</summary>
    /// <param name="path">Path of the CSV file.</param>
    /// <param name="openFile">How a file is opened by its path; from the disk when not given.</param>
    /// <exception cref="FunnelDataException">Columns or stages are not recognised; the message shows a mapping file to start from.</exception>
    public static FunnelMapping ForLog(string path, Func<string, Stream>? openFile = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return LogConvention.Guess(path, openFile);
    }

    /// <summary>Makes the funnel that the mapping describes.</summary>
    /// <exception cref="FunnelDefinitionException">The stages or dimensions are not valid; all errors are listed.</exception>
    public FunnelDefinition ToDefinition()
    {
        FunnelBuilder builder = FunnelDefinition.Create(Name);
        for (int i = 0; i + 1 < Stages.Count; i++)
            builder.Stage(Stages[i].Key, Stages[i].Role, Stages[i].Label);
        foreach (MappedDimension dimension in Dimensions)
            builder.Dimension(dimension.Name);
        MappedStage won = Stages.Count > 0 ? Stages[^1] : new MappedStage(string.Empty);
        return builder.Won(won.Key, won.Label);
    }
}
