namespace SalesFunnel.Metrics.Statistics;

/// <summary>How far rates of segments are drawn to their common rate.</summary>
public enum ShrinkagePooling
{
    /// <summary>Not at all: the segments differ as much as they can.</summary>
    None = 0,

    /// <summary>By their size.</summary>
    Partial = 1,

    /// <summary>Wholly: the segments differ no more than chance.</summary>
    Full = 2,
}
