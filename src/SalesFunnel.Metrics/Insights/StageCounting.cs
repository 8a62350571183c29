namespace SalesFunnel.Metrics.Insights;

/// <summary>When a deal counts at a stage. Each answers another question; on the same deals they give different rates.</summary>
public enum StageCounting
{
    /// <summary>It entered the stage or a later one, or is won: earlier stages are implied. The only one whose steps multiply to the overall rate.</summary>
    Reached = 0,

    /// <summary>As <see cref="Reached"/>, but stages before the first one it entered are not implied.</summary>
    OpenFunnel = 1,

    /// <summary>It entered the stage itself.</summary>
    Touched = 2,

    /// <summary>It entered all stages up to it, in order.</summary>
    Strict = 3,

    /// <summary>It entered the stage; it converts only by a move straight to the next one. Deals ever won count as won.</summary>
    AdjacentMoves = 4,

    /// <summary>Not deals but entries are counted: one that comes back counts again. Wins count each time.</summary>
    VisitRows = 5,

    /// <summary>It stands in the stage now; nothing is known of the way.</summary>
    CurrentState = 6,

    /// <summary>As <see cref="Reached"/> for deals that are not lost; a lost deal counts only at the stages it entered itself.</summary>
    ReachedUnlessLost = 7,
}
