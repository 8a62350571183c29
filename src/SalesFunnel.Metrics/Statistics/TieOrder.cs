namespace SalesFunnel.Metrics.Statistics;

/// <summary>What comes first among units that share a value: those that ended, or those that were only last seen. Grouped values do not tell.</summary>
public enum TieOrder
{
    /// <summary>Ended before censored, the rule for equal times: on a grid, the curve at the end of a range is never below the exact one.</summary>
    EndedFirst = 0,

    /// <summary>Censored before ended: on a grid, the curve at the end of a range is never above the exact one.</summary>
    CensoredFirst = 1,
}
