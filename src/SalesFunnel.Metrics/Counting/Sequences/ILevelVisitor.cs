namespace SalesFunnel.Metrics;

/// <summary>Takes entities one by one.</summary>
internal interface ILevelVisitor
{
    /// <summary>Takes one entity.</summary>
    /// <param name="entity">Its id.</param>
    /// <param name="level">Its furthest level; 0 = none.</param>
    /// <param name="isOpen">Whether the window of its newest chain that can go on holds the time asked for.</param>
    /// <param name="isExcluded">Whether it is not open, and an excluded event fell into the chain that counts.</param>
    /// <param name="last">Time of its last event of a step.</param>
    void Take(long entity, int level, bool isOpen, bool isExcluded, long last);
}
