namespace SalesFunnel.Metrics;

/// <summary>How two options together are counted.</summary>
internal enum SequenceSupport
{
    /// <summary>Event by event, in constant space an entity.</summary>
    Streaming,

    /// <summary>Exactly, from the kept events of each entity.</summary>
    Replay,

    /// <summary>The builder refuses the pair.</summary>
    Refused,

    /// <summary>Values of one choice, which exclude each other.</summary>
    OneChoice,
}
