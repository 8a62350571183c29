namespace SalesFunnel.Metrics.Data;

/// <summary>The table of deals: one row each, joined to the log by id. What it says describes the deal for its whole life.</summary>
/// <param name="File">Name of the file, relative to the folder of the mapping.</param>
/// <param name="Id">Column with the id of the deal.</param>
public sealed record DealsTable(string File, string Id)
{
    /// <summary>Gets the column with the amount, if there is one.</summary>
    public string? Amount { get; init; }

    /// <summary>Gets the column with the reason of a loss, if there is one.</summary>
    public string? LossReason { get; init; }
}
