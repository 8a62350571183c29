namespace SalesFunnel.Metrics;

/// <summary>Whether one event may fill several steps of a chain.</summary>
public enum EventReuse
{
    /// <summary>Each event fills at most one step of a chain.</summary>
    Forbid = 0,

    /// <summary>An event may fill several consecutive steps that accept it, as in ClickHouse by default.</summary>
    Allow = 1,
}
