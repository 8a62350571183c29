namespace SalesFunnel.Metrics.Insights;

/// <summary>A choice of a <see cref="FunnelRule"/> by which two rules may differ.</summary>
public enum RuleClause
{
    /// <summary>Which deals are taken, by their outcome.</summary>
    Population = 0,

    /// <summary>Which date decides, and which period it must fall into.</summary>
    Period = 1,

    /// <summary>What is counted as one.</summary>
    Unit = 2,

    /// <summary>When a deal counts at a stage.</summary>
    Counting = 3,
}
