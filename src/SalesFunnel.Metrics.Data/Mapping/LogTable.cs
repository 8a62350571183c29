namespace SalesFunnel.Metrics.Data;

/// <summary>The log of stage changes: one row each.</summary>
/// <param name="File">Name of the file, relative to the folder of the mapping; <c>.gz</c> is unpacked while reading.</param>
/// <param name="Id">Column with the id of the deal.</param>
/// <param name="Stage">Column with the stage that is entered, or the text that means lost.</param>
/// <param name="EnteredAt">Column with the time.</param>
public sealed record LogTable(string File, string Id, string Stage, string EnteredAt)
{
    /// <summary>Gets the column with a number that orders rows of one deal at one time; without it the order of the file does.</summary>
    public string? Seq { get; init; }

    /// <summary>Gets the column with the amount of the deal from this row on, if there is one.</summary>
    public string? Amount { get; init; }

    /// <summary>Gets the column with the reason of a loss, if there is one; it wins over that of the table of deals.</summary>
    public string? LossReason { get; init; }
}
