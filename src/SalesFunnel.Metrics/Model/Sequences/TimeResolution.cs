namespace SalesFunnel.Metrics;

/// <summary>The unit of time in which a tracker counts.</summary>
public enum TimeResolution
{
    /// <summary>10⁻⁶ s.</summary>
    Microsecond = 0,

    /// <summary>10⁻³ s.</summary>
    Millisecond = 1,

    /// <summary>1 s.</summary>
    Second = 2,
}
