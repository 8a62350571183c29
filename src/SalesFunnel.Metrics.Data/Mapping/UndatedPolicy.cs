namespace SalesFunnel.Metrics.Data;

/// <summary>What happens to a row of the log that has no time.</summary>
public enum UndatedPolicy
{
    /// <summary>It is left out and counted as <see cref="RowDefect.MissingDate"/>.</summary>
    Reject = 0,

    /// <summary>It is an entry before every dated one of its deal: it counts at every as-of, and never in a duration.</summary>
    Keep = 1,
}
