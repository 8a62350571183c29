namespace SalesFunnel.Metrics;

/// <summary>A funnel definition is not valid. Lists every error that was found, not only the first.</summary>
public sealed class FunnelDefinitionException : Exception
{
    /// <summary>Creates the exception from all errors of one definition.</summary>
    /// <param name="funnelName">The name of the funnel.</param>
    /// <param name="errors">One sentence per error; each says what was found, what is allowed and what to do.</param>
    public FunnelDefinitionException(string funnelName, IReadOnlyList<string> errors)
        : base(Describe(funnelName, errors))
    {
        FunnelName = funnelName;
        Errors = errors;
    }

    /// <summary>Gets the name of the funnel that was being defined.</summary>
    public string FunnelName { get; }

    /// <summary>Gets all errors, in the order of the definition.</summary>
    public IReadOnlyList<string> Errors { get; }

    private static string Describe(string funnelName, IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        string count = errors.Count == 1 ? "1 error" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{errors.Count} errors");
        return $"The definition of funnel '{funnelName}' has {count}:{string.Concat(errors.Select(static e => "\n- " + e))}";
    }
}
