namespace SalesFunnel.Metrics.Statistics;

/// <summary>How a deal stood when it was last seen.</summary>
public enum DealOutcome
{
    /// <summary>Still open: right-censored.</summary>
    Open = 0,

    /// <summary>Won.</summary>
    Won = 1,

    /// <summary>Lost.</summary>
    Lost = 2,
}
