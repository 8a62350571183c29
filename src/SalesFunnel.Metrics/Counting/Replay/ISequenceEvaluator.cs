namespace SalesFunnel.Metrics;

/// <summary>Computes the chains of one entity from all its kept events.</summary>
internal interface ISequenceEvaluator
{
    /// <summary>Appends one chain an entity, several where attempts are counted or a breakdown says so, none for an entity that never entered.</summary>
    /// <param name="entity">Id of the entity.</param>
    /// <param name="events">Its events, ascending by time, then by order of arrival.</param>
    /// <param name="asOf">The time at which endings are judged; not before the last event.</param>
    /// <param name="chains">Takes the chains.</param>
    void Evaluate(long entity, ReadOnlySpan<ReplayEvent> events, long asOf, SequenceChains chains);
}
