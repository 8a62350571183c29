using System.Globalization;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>Registered funnels are not valid. Lists every error of every funnel, not only the first.</summary>
public sealed class FunnelConfigurationException : Exception
{
    /// <summary>Creates the exception from all errors.</summary>
    /// <param name="errors">One sentence per error: where, what was found, what is allowed, what to do.</param>
    public FunnelConfigurationException(IReadOnlyList<string> errors)
        : base(Describe(errors)) => Errors = errors;

    /// <summary>Gets all errors, in the order of registration.</summary>
    public IReadOnlyList<string> Errors { get; }

    private static string Describe(IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        string count = errors.Count == 1 ? "1 error" : string.Create(CultureInfo.InvariantCulture, $"{errors.Count} errors");
        return $"The registered funnels have {count}:{string.Concat(errors.Select(static e => "\n- " + e))}";
    }
}
