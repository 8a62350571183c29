namespace SalesFunnel.Metrics.Data;

/// <summary>Input cannot be read: a file or column is missing, a file is damaged, or, in strict mode, a row is wrong.</summary>
public sealed class FunnelDataException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was found, where, and what to do.</param>
    /// <param name="inner">The cause, if it was another exception.</param>
    public FunnelDataException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Creates the exception of strict mode.</summary>
    /// <param name="issue">The first row that is wrong.</param>
    public FunnelDataException(RowIssue issue)
        : base(issue?.ToString()) => Issue = issue;

    /// <summary>Gets the row that is wrong, if one row is.</summary>
    public RowIssue? Issue { get; }
}
