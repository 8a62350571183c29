namespace SalesFunnel.Metrics.Data;

/// <summary>What a row of a history says.</summary>
internal enum HistoryRowKind
{
    Other = 0,
    Stage = 1,
    Status = 2,
    Created = 3,
}
