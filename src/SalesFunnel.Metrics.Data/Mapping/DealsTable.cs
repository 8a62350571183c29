namespace SalesFunnel.Metrics.Data;

/// <summary>The table of deals: one row each.</summary>
/// <remarks>Beside a log it describes the deals of the log for their whole life. Without a log it is the source of what happened: its stage, status and dates are read.</remarks>
/// <param name="File">Name of the file, relative to the folder of the mapping.</param>
/// <param name="Id">Column with the id of the deal.</param>
public sealed record DealsTable(string File, string Id)
{
    /// <summary>Gets the column with the amount, if there is one.</summary>
    public string? Amount { get; init; }

    /// <summary>Gets the column with the currency of the amount, if there is one.</summary>
    public string? Currency { get; init; }

    /// <summary>Gets the column with the reason of a loss, if there is one.</summary>
    public string? LossReason { get; init; }

    /// <summary>Gets the column with the stage that the deal is in now.</summary>
    public string? Stage { get; init; }

    /// <summary>Gets the column with the status beside the stage; its texts are those of <see cref="FunnelMapping.Statuses"/>.</summary>
    public string? Status { get; init; }

    /// <summary>Gets the column that says whether the deal is won, if there is one.</summary>
    public string? IsWon { get; init; }

    /// <summary>Gets the column that says whether the deal is closed, won or lost, if there is one.</summary>
    public string? IsClosed { get; init; }

    /// <summary>Gets the column that says whether the deal is in use; one that is not, and is not won, is lost.</summary>
    public string? IsActive { get; init; }

    /// <summary>Gets the column that says whether the deal was deleted, if there is one.</summary>
    public string? Deleted { get; init; }

    /// <summary>Gets the column with the time of creation, if there is one.</summary>
    public string? Created { get; init; }

    /// <summary>Gets the columns with the time of the outcome; the first one that is not empty counts, and only for deals that are won or lost.</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];

    /// <summary>Gets the column with the time at which the deal entered the stage that it is in now, if there is one.</summary>
    public string? StageSince { get; init; }

    /// <summary>Gets the columns that date stages.</summary>
    public IReadOnlyList<StageDate> StageDates { get; init; } = [];

    /// <summary>Gets the column with the ids of deals that were merged into this one, joined by <c>;</c>.</summary>
    public string? MergedIds { get; init; }

    /// <summary>Gets a value indicating whether an amount of 0 means that none was set.</summary>
    public bool ZeroIsNoAmount { get; init; }

    /// <summary>Gets the .NET date formats of the times of this table; empty = those of the mapping.</summary>
    public IReadOnlyList<string> DateFormats { get; init; } = [];

    /// <summary>Gets a value indicating whether the table tells where deals are, so that it can stand without a log.</summary>
    internal bool IsSource => Stage is not null || Status is not null || StageDates.Count > 0 || IsWon is not null;
}
