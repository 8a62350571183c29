namespace SalesFunnel.Metrics;

/// <summary>What counts as an event between two steps that must follow each other directly.</summary>
public enum DirectScope
{
    /// <summary>Every event of the entity, also ones that the funnel does not name.</summary>
    AllEvents = 0,

    /// <summary>Only events that some step accepts or some exclusion names.</summary>
    NamedEvents = 1,
}
