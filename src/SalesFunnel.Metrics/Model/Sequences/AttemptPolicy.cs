namespace SalesFunnel.Metrics;

/// <summary>Which attempt of an entity is counted and timed.</summary>
public enum AttemptPolicy
{
    /// <summary>The attempt that first arrives at the furthest step; of those the one that starts latest.</summary>
    LatestStart = 0,

    /// <summary>Only the attempt that starts with the first event of step 1; a later step 1 starts nothing.</summary>
    FirstEntry = 1,

    /// <summary>The longest attempt; of those the fastest, then the earliest.</summary>
    Best = 2,
}
