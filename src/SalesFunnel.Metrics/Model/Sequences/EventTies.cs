namespace SalesFunnel.Metrics;

/// <summary>In which order events of one entity at the same time may be taken.</summary>
public enum EventTies
{
    /// <summary>In whichever order makes the longer chain.</summary>
    Any = 0,

    /// <summary>In the order in which they were given.</summary>
    Input = 1,

    /// <summary>Not at all: the times of a chain increase strictly.</summary>
    Strict = 2,
}
