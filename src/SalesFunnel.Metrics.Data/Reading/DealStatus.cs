namespace SalesFunnel.Metrics.Data;

/// <summary>What a status beside the stage says.</summary>
internal enum DealStatus
{
    Open = 0,
    Won = 1,
    Lost = 2,
    Deleted = 3,
}
