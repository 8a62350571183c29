namespace SalesFunnel.Metrics.Benchmarks;

/// <summary>In which order the events come.</summary>
public enum EventLayout
{
    /// <summary>By time, deals interleaved: a live stream.</summary>
    Interleaved,

    /// <summary>By deal, then time: a sorted log.</summary>
    Sorted,
}
