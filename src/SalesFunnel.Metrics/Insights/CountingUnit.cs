namespace SalesFunnel.Metrics.Insights;

/// <summary>What is counted as one.</summary>
public enum CountingUnit
{
    /// <summary>A deal, with its last outcome.</summary>
    Deal = 0,

    /// <summary>A cycle from opening to closing: a re-opened deal is another attempt.</summary>
    Attempt = 1,

    /// <summary>A customer, who counts at a stage when any of his deals does. A deal without customer is one of its own.</summary>
    Customer = 2,
}
