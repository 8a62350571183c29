namespace SalesFunnel.Metrics;

/// <summary>Which deals count at a stage.</summary>
public enum CountingRule
{
    /// <summary>The deal entered the stage or a later one, or is won: earlier stages are implied. The default; every count is a subset of
    /// the one before, so rates have intervals and the identities hold.</summary>
    Reached = 0,

    /// <summary>The deal entered the stage itself, in any order; the last stage counts deals that are won now. Counts are not nested.</summary>
    Touched = 1,

    /// <summary>The deal entered every stage up to this one in order, other entries between allowed; the last stage counts those that are
    /// won now. Counts are nested.</summary>
    Strict = 2,
}
