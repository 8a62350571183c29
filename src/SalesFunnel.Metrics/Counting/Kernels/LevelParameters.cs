namespace SalesFunnel.Metrics;

/// <summary>What an update of levels needs to know of a sequence; small enough to stay in registers.</summary>
/// <param name="Steps">The number of steps.</param>
/// <param name="Window">The window, inclusive, in units of the resolution.</param>
/// <param name="Threshold">For compact levels: the least freshness that the window still holds.</param>
/// <param name="TiesMask">All ones where events at one time chain in any order; zero where they chain in the order given.</param>
/// <param name="ForgetAfter">After how long without an event an entity is forgotten; <see cref="long.MaxValue"/> = never.</param>
internal readonly record struct LevelParameters(int Steps, long Window, uint Threshold, uint TiesMask, long ForgetAfter)
{
    /// <summary>Gets what levels that take the events of one time together need besides; <c>null</c> = nothing.</summary>
    public GroupRules? Groups { get; init; }
}
