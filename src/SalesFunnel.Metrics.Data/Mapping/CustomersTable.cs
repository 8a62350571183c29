namespace SalesFunnel.Metrics.Data;

/// <summary>The table of customers: one row per won deal.</summary>
/// <param name="File">Name of the file, relative to the folder of the mapping.</param>
/// <param name="Id">Column with the id of the won deal.</param>
/// <param name="MonthlyRevenue">Column with what the customer pays per month.</param>
public sealed record CustomersTable(string File, string Id, string MonthlyRevenue)
{
    /// <summary>Gets the column with the id of the customer; without it each deal is a customer of its own.</summary>
    public string? Customer { get; init; }

    /// <summary>Gets the column with the first day that is paid for, if there is one.</summary>
    public string? Start { get; init; }

    /// <summary>Gets the column with the day on which the customer left, if there is one.</summary>
    public string? End { get; init; }

    /// <summary>Gets the .NET date formats of start and end; empty = <c>yyyy-MM</c> or ISO 8601.</summary>
    public IReadOnlyList<string> DateFormats { get; init; } = [];
}
