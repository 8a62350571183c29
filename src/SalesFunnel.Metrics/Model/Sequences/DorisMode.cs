namespace SalesFunnel.Metrics;

/// <summary>The modes of Apache Doris’ <c>window_funnel</c> (version 2); StarRocks answers alike.</summary>
public enum DorisMode
{
    /// <summary><c>default</c>.</summary>
    Default = 0,

    /// <summary><c>deduplication</c>: between two accepted steps no event of any step below the target.</summary>
    Deduplication = 1,

    /// <summary><c>fixed</c>: the next event that matches any step must match the expected step.</summary>
    Fixed = 2,

    /// <summary><c>increase</c>: times increase strictly.</summary>
    Increase = 3,
}
