namespace SalesFunnel.Metrics;

/// <summary>How a visit of a stage ended.</summary>
public enum VisitEnd
{
    /// <summary>The deal moved to a later open stage.</summary>
    Onward = 0,

    /// <summary>The deal moved back to an earlier stage.</summary>
    Back = 1,

    /// <summary>The deal was lost.</summary>
    Lost = 2,

    /// <summary>The deal was won.</summary>
    Won = 3,

    /// <summary>It has not ended: the deal is in the stage at the as-of time (right-censored).</summary>
    StillOpen = 4,
}
