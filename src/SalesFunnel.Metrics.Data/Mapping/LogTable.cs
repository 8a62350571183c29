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

    /// <summary>Gets the column with the stage that is left, if there is one. The first one of a deal is its first stage.</summary>
    public string? Previous { get; init; }

    /// <summary>Gets what tells rows about stages from rows about other fields, in a file that holds the history of several.</summary>
    public ChangedField? Field { get; init; }

    /// <summary>Gets the column that says whether the deal was deleted, if there is one.</summary>
    public string? Deleted { get; init; }

    /// <summary>Gets the column with the currency of the amount, if there is one.</summary>
    public string? Currency { get; init; }

    /// <summary>Gets the .NET date formats of the times of this table; empty = those of the mapping.</summary>
    public IReadOnlyList<string> DateFormats { get; init; } = [];

    /// <summary>Gets a value indicating whether rows must be gathered by deal before they tell what happened.</summary>
    internal bool IsHistory => Previous is not null || Field is not null || Deleted is not null || Currency is not null;
}
