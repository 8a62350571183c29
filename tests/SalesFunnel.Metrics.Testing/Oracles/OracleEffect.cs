namespace SalesFunnel.Metrics.Testing;

/// <summary>What an accepted event did to its deal.</summary>
public enum OracleEffect
{
    /// <summary>Brought the deal into a stage or to an outcome.</summary>
    Move,

    /// <summary>Said again what held already.</summary>
    Repeat,

    /// <summary>Changed an amount or a dimension.</summary>
    Attribute,

    /// <summary>Stopped the clock.</summary>
    HoldStart,

    /// <summary>Let the clock go on.</summary>
    HoldEnd,

    /// <summary>Is not counted by any figure.</summary>
    NotUsed,

    /// <summary>Took the deal away.</summary>
    Gone,
}
