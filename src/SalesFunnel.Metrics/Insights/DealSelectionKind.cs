namespace SalesFunnel.Metrics.Insights;

/// <summary>What a <see cref="DealSelection"/> selects by.</summary>
internal enum DealSelectionKind
{
    Leads,
    Open,
    Lost,
    Won,
    PricedWon,
    EverWon,
    Reopened,
    At,
    LostAtFurthest,
    OpenAtFurthest,
    LostFrom,
    InStageNow,
    RegressedFrom,
}
