namespace SalesFunnel.Metrics.Data;

/// <summary>The column of a history that names the field which changed, and the texts in it that matter. Other rows are passed over and counted.</summary>
/// <param name="Column">The column with the name of the field.</param>
public sealed record ChangedField(string Column)
{
    /// <summary>Gets the texts of rows that change the stage.</summary>
    public IReadOnlyList<string> Stage { get; init; } = [];

    /// <summary>Gets the texts of rows that change the status beside the stage: open, won, lost, deleted.</summary>
    public IReadOnlyList<string> Status { get; init; } = [];

    /// <summary>Gets the texts of rows that say when the deal was created; its first stage is the one that the first change leaves.</summary>
    public IReadOnlyList<string> Created { get; init; } = [];
}
