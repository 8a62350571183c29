using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>A work calendar is not valid. Lists every error that was found, not only the first.</summary>
public sealed class WorkCalendarException : Exception
{
    /// <summary>Creates the exception from all errors of one calendar.</summary>
    /// <param name="errors">One sentence per error; each says what was found, what is allowed and what to do.</param>
    public WorkCalendarException(IReadOnlyList<string> errors)
        : base(Describe(errors)) => Errors = errors;

    /// <summary>Gets all errors: those of the days of the week first, then those of dates, ascending.</summary>
    public IReadOnlyList<string> Errors { get; }

    private static string Describe(IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        string count = errors.Count == 1 ? "1 error" : string.Create(CultureInfo.InvariantCulture, $"{errors.Count} errors");
        return $"The work calendar has {count}:{string.Concat(errors.Select(static e => "\n- " + e))}";
    }
}
