namespace SalesFunnel.Metrics;

/// <summary>The modes of ClickHouse’s <c>windowFunnel</c>.</summary>
[Flags]
public enum ClickHouseModes
{
    /// <summary>No mode: an event may fill several steps, ties chain.</summary>
    None = 0,

    /// <summary><c>strict_order</c>: stops at the first event out of order.</summary>
    StrictOrder = 1,

    /// <summary><c>strict_deduplication</c>: stops at a repeated step.</summary>
    StrictDeduplication = 2,

    /// <summary><c>strict_increase</c>: times increase strictly.</summary>
    StrictIncrease = 4,

    /// <summary><c>strict_once</c>: an event fills one step of a chain.</summary>
    StrictOnce = 8,

    /// <summary><c>allow_reentry</c>, only with <c>strict_order</c>: skips an event out of order instead of stopping.</summary>
    AllowReentry = 16,
}
