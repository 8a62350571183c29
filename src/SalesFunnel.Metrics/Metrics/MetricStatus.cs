namespace SalesFunnel.Metrics;

/// <summary>Whether a figure is a number, and if not, or not quite, why.</summary>
public enum MetricStatus
{
    /// <summary>The figure is what its definition says, over all its data.</summary>
    Ok = 0,

    /// <summary>The definition gives no number for these data, for example 0/0; the reason says which.</summary>
    Undefined = 1,

    /// <summary>It will not happen at all, for example a payback without profit.</summary>
    Never = 2,

    /// <summary>It has not happened by the as-of time, and when it will cannot be told.</summary>
    NotReached = 3,

    /// <summary>There are fewer cases than the stated minimum.</summary>
    InsufficientSample = 4,

    /// <summary>There is too little history to learn from.</summary>
    InsufficientHistory = 5,

    /// <summary>Too much of the cohort is still open for the plain figure to be compared.</summary>
    Immature = 6,

    /// <summary>The source holds only part of the history, so the true figure is this or more.</summary>
    LowerBound = 7,

    /// <summary>The figure covers part of its data; the reason says how much.</summary>
    Partial = 8,

    /// <summary>There are deals, but none has an amount.</summary>
    Unpriced = 9,
}
