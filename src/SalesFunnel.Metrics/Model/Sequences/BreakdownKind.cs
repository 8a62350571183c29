namespace SalesFunnel.Metrics;

/// <summary>Which value of a property counts for an entity.</summary>
public enum BreakdownKind
{
    /// <summary>No breakdown.</summary>
    None = 0,

    /// <summary>The first value among its matched events.</summary>
    FirstTouch = 1,

    /// <summary>The last value among its matched events.</summary>
    LastTouch = 2,

    /// <summary>The value of the event that fills a given step: an entity may count under several values.</summary>
    Step = 3,

    /// <summary>Events are told apart by value first: an entity may count under several values.</summary>
    AllEvents = 4,

    /// <summary>The first value on the steps of its chain.</summary>
    FirstDefined = 5,
}
