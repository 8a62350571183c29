namespace SalesFunnel.Metrics;

/// <summary>How an entity, or an attempt, stands at its furthest step.</summary>
public enum SequenceEnding
{
    /// <summary>It has done the last step.</summary>
    Completed = 0,

    /// <summary>Its window is over.</summary>
    Expired = 1,

    /// <summary>The window of its newest first step is not over at the as-of time, so it may get further.</summary>
    StillOpen = 2,

    /// <summary>An excluded event ended its furthest attempt.</summary>
    Excluded = 3,
}
