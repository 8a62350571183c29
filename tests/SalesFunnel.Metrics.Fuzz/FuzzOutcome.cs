namespace SalesFunnel.Metrics.Fuzz;

/// <summary>How one case ended.</summary>
public enum FuzzOutcome
{
    /// <summary>A report whose rows add up.</summary>
    Read,

    /// <summary>A typed error about a file.</summary>
    RefusedData,

    /// <summary>A typed error about the mapping.</summary>
    RefusedMapping,

    /// <summary>Another exception.</summary>
    Crash,

    /// <summary>A row that was neither used nor counted, or a figure that does not add up.</summary>
    SilentSkip,

    /// <summary>An error without a place, or one that shows a stack trace.</summary>
    PoorMessage,
}
