namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>The saved state of a funnel cannot be used, and starting without it would lose counts silently.</summary>
public sealed class FunnelRestoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="funnel">Name of the funnel.</param>
    /// <param name="message">What was found, where, and what to do.</param>
    /// <param name="inner">What the codec or the store said.</param>
    public FunnelRestoreException(string funnel, string message, Exception? inner = null)
        : base(message, inner) => Funnel = funnel;

    /// <summary>Gets the name of the funnel.</summary>
    public string Funnel { get; }
}
