namespace SalesFunnel.Metrics;

/// <summary>In which order steps must be done.</summary>
public enum StepOrder
{
    /// <summary>In the order of the definition.</summary>
    Given = 0,

    /// <summary>In any order; anchored steps keep their place. Step i of a result is the i-th step done; at most ten steps where some are anchored.</summary>
    Any = 1,
}
