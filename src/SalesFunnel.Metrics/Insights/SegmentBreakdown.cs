namespace SalesFunnel.Metrics.Insights;

/// <summary>Under which of the values that a deal had over time it counts when segments are compared.</summary>
public enum SegmentBreakdown
{
    /// <summary>The value known when the deal was created.</summary>
    AtEntry = 0,

    /// <summary>The first value that was ever set.</summary>
    First = 1,

    /// <summary>The last value set by the as-of time.</summary>
    Last = 2,

    /// <summary>The value known at the last outcome; for an open deal the last value.</summary>
    AtOutcome = 3,

    /// <summary>The value known when the deal first reached a stage; deals that did not reach it are left out, and counted.</summary>
    AtStage = 4,

    /// <summary>Every value that it had: the segments overlap and do not sum to the total.</summary>
    AllValues = 5,
}
