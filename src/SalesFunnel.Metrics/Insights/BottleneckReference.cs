namespace SalesFunnel.Metrics.Insights;

/// <summary>What the conversion of a step is measured against.</summary>
public enum BottleneckReference
{
    /// <summary>The same step of the same segment, of the deals that entered the funnel earlier.</summary>
    OwnHistory = 0,

    /// <summary>The same step of the segment that converts best there, its rate drawn towards the common one so that luck does not become the yardstick.</summary>
    BestSegment = 1,

    /// <summary>A rate that is given for each step.</summary>
    Target = 2,
}
