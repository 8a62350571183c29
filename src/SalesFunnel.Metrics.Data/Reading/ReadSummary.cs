namespace SalesFunnel.Metrics.Data;

/// <summary>What was read, and what was left out and why.</summary>
public sealed record ReadSummary
{
    /// <summary>How many rows are kept as samples per defect.</summary>
    public const int MaxSamples = 10;

    /// <summary>Gets the files, in the order of reading.</summary>
    public required IReadOnlyList<FileSummary> Files { get; init; }

    /// <summary>Gets how each file is written, in the same order.</summary>
    public required IReadOnlyList<FileFormat> Formats { get; init; }

    /// <summary>Gets what was wrong, in the order of <see cref="RowDefect"/>; only what occurred.</summary>
    public required IReadOnlyList<DefectCount> Defects { get; init; }

    /// <summary>Gets the number of local times that occur twice when clocks go back; the earlier instant was taken.</summary>
    public long DoubledLocalTimes { get; init; }

    /// <summary>Gets the number of local times that do not occur because clocks go forward; they were read with the offset before the gap.</summary>
    public long SkippedLocalTimes { get; init; }

    /// <summary>Gets the number of rows of the log without a time that were kept as undated entries.</summary>
    public long UndatedRows { get; init; }

    /// <summary>Gets the number of deals of the log that the table of deals does not have; 0 when there is no such table.</summary>
    public long DealsOnlyInLog { get; init; }

    /// <summary>Gets the number of single-field rows behind an empty line: notes that some systems print under a table. They are no deals.</summary>
    public long FooterRows { get; init; }

    /// <summary>Gets the number of rows of a history about other fields than stage and status, which were passed over.</summary>
    public long RowsOfOtherFields { get; init; }

    /// <summary>Gets the number of rows of a history that name the stage the deal was in already; no moves.</summary>
    public long UnchangedStageRows { get; init; }

    /// <summary>Gets the number of rows of a history that leave another stage than the one the deal was in: rows in between are missing from the file.</summary>
    public long HistoryGaps { get; init; }

    /// <summary>Gets the amounts by currency, the most frequent first; empty without a column of currencies.</summary>
    public IReadOnlyList<CurrencyCount> Currencies { get; init; } = [];

    /// <summary>Gets the number of deals that were taken out because they were merged into another one.</summary>
    public long MergedDeals { get; init; }

    /// <summary>Gets the number of merged ids that no deal of the files has; systems often hide such deals.</summary>
    public long MergedIdsWithoutDeal { get; init; }

    /// <summary>Gets the number of defects over all kinds.</summary>
    public long TotalDefects => Defects.Sum(static d => d.Count);

    /// <summary>Gets how often one thing was wrong.</summary>
    /// <param name="defect">The defect.</param>
    public long CountOf(RowDefect defect) => Defects.Where(d => d.Defect == defect).Sum(static d => d.Count);
}
