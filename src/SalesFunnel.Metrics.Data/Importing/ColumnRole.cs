namespace SalesFunnel.Metrics.Data;

/// <summary>What a column of an export is for.</summary>
internal enum ColumnRole
{
    Id,
    Stage,
    Status,
    IsWon,
    IsClosed,
    IsActive,
    Deleted,
    Created,
    Closed,
    StageSince,
    Amount,
    Currency,
    Reason,
    Probability,
    Pipeline,
    Owner,
    Source,
    MergedIds,
    At,
    Previous,
    Field,
    Semantic,
    StageId,
    StageLabel,
    StageOrder,
    Survivor,
    Merged,
}
