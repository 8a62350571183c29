namespace SalesFunnel.Metrics;

/// <summary>Takes the states of entities one by one.</summary>
internal interface ILevelSink
{
    /// <summary>Takes one state.</summary>
    /// <param name="entity">Id of the entity.</param>
    /// <param name="state">Its words.</param>
    void Take(long entity, ReadOnlySpan<long> state);
}
