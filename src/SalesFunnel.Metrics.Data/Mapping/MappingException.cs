using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>A mapping file is not valid. Lists every error that was found, each with its JSON path.</summary>
public sealed class MappingException : Exception
{
    /// <summary>Creates the exception from all errors of one mapping.</summary>
    /// <param name="source">How messages name the mapping.</param>
    /// <param name="errors">One sentence per error: JSON path, what was found, what is allowed.</param>
    /// <param name="inner">The cause, if it was another exception.</param>
    public MappingException(string source, IReadOnlyList<string> errors, Exception? inner = null)
        : base(Describe(source, errors), inner)
    {
        MappingSource = source;
        Errors = errors;
    }

    /// <summary>Gets the mapping as messages name it.</summary>
    public string MappingSource { get; }

    /// <summary>Gets all errors.</summary>
    public IReadOnlyList<string> Errors { get; }

    private static string Describe(string source, IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        string count = errors.Count == 1 ? "1 error" : string.Create(CultureInfo.InvariantCulture, $"{errors.Count} errors");
        return $"{source} has {count}:{string.Concat(errors.Select(static e => "\n- " + e))}";
    }
}
