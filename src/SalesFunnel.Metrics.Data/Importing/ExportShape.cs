namespace SalesFunnel.Metrics.Data;

/// <summary>One file that a system exports: what its columns are called and what they mean.</summary>
/// <param name="System">The system.</param>
/// <param name="What">What the file holds.</param>
/// <param name="Kind">What a row is.</param>
/// <param name="Columns">The columns.</param>
internal sealed record ExportShape(string System, string What, ShapeKind Kind, params ColumnNames[] Columns)
{
    /// <summary>Gets the stages that the system has from the start, in order.</summary>
    public IReadOnlyList<KnownStage> Stages { get; init; } = [];

    /// <summary>Gets the texts of <see cref="ColumnRole.Field"/>.</summary>
    public ChangedField? Field { get; init; }

    /// <summary>Gets what stands before the name of a stage in the columns that date stages; <c>null</c> when there are none.</summary>
    public string? StageDatePrefix { get; init; }

    /// <summary>Gets a value indicating whether an amount of 0 means that none was set.</summary>
    public bool ZeroIsNoAmount { get; init; }

    /// <summary>Gets a value indicating whether ids have a short and a long form, as in Salesforce.</summary>
    public bool HasSalesforceIds { get; init; }

    /// <summary>Gets a value indicating whether the shape is of no system: names that many tables use.</summary>
    public bool IsGeneric { get; init; }

    /// <summary>Gets which shape wins where several fit: the higher one, then the one with more columns.</summary>
    public int Priority { get; init; }

    /// <summary>Gets what the reader of a proposal must know about the shape.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
