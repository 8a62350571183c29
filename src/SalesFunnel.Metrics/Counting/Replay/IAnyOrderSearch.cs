namespace SalesFunnel.Metrics;

/// <summary>Finds the chosen set of steps of an entity where steps may be done in any order.</summary>
internal interface IAnyOrderSearch
{
    /// <summary>Finds the chain that the attempt policy chooses: level, end and start; level 0 = none.</summary>
    ChainAttempt Find(List<ChainGroup> groups, ReadOnlySpan<ReplayEvent> events);

    /// <summary>Writes the times of a chain's steps, ascending: of all with its start, end and level the earliest.</summary>
    void Trace(List<ChainGroup> groups, ReadOnlySpan<ReplayEvent> events, in ChainAttempt attempt, Span<long> times);
}
