namespace SalesFunnel.Metrics.Data;

/// <summary>What one row of an export is.</summary>
internal enum ShapeKind
{
    /// <summary>A deal with its state now.</summary>
    List,

    /// <summary>A change of a deal.</summary>
    History,

    /// <summary>A deal that went into another one.</summary>
    Merges,

    /// <summary>A stage.</summary>
    Stages,
}
