using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>One place that a finding is about.</summary>
/// <param name="File">Name of the file, as the mapping writes it.</param>
/// <param name="Line">1-based line on which the row starts; the header is line 1. 0 when no single line is meant.</param>
/// <param name="Column">Name of the column, or <c>null</c> when the row as a whole is meant.</param>
/// <param name="Value">What was found there, at most 80 characters of it.</param>
/// <param name="Note">What else must be known of it, if anything.</param>
public sealed record HygieneSample(string File, long Line, string? Column, string? Value, string? Note = null)
{
    /// <summary>Gets the place: <c>file:line</c>, or the file alone.</summary>
    public string Place => Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}") : File;

    /// <summary>For example <c>log.csv:17, column 'stage': 'Demoo'</c>.</summary>
    public override string ToString() =>
        $"{Place}{(Column is null ? string.Empty : $", column '{Column}'")}{(Value is null ? string.Empty : $": '{Value}'")}{(Note is null ? string.Empty : $" – {Note}")}";
}
