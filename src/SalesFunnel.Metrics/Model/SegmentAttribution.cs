namespace SalesFunnel.Metrics;

/// <summary>Which of a dimension's values over time a deal is counted under.</summary>
public enum SegmentAttribution
{
    /// <summary>The value known when the deal was created (its first stage entry or outcome), frozen. The default, and the only one of a live tracker.</summary>
    AtEntry = 0,

    /// <summary>The first value that was ever set.</summary>
    First = 1,

    /// <summary>The last value set by the as-of time.</summary>
    Last = 2,

    /// <summary>The value known at the last outcome; for an open deal the last value.</summary>
    AtOutcome = 3,

    /// <summary>The value known at each event. Only for <c>Flow</c>, whose rows count events and not deals.</summary>
    AtEvent = 4,
}
