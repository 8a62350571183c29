namespace SalesFunnel.Metrics;

/// <summary>How much is kept of the way an entity takes.</summary>
public enum SequenceDetail
{
    /// <summary>The furthest step of each entity: a few dozen bytes an entity, the fastest.</summary>
    Counts = 0,

    /// <summary>Also the events that took it there: times between steps, segments, trends.</summary>
    Chains = 1,
}
