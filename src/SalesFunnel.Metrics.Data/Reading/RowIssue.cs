using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>One thing that is wrong with one row: where it stands, what was found, what was expected.</summary>
/// <param name="Defect">What is wrong.</param>
/// <param name="File">Name of the file, as the mapping writes it.</param>
/// <param name="Line">1-based line on which the row starts; the header is line 1.</param>
/// <param name="Column">Name of the column, or <c>null</c> when the row as a whole is meant.</param>
/// <param name="Value">What was found there, at most 80 characters of it.</param>
/// <param name="Expected">What was expected.</param>
public sealed record RowIssue(RowDefect Defect, string File, long Line, string? Column, string? Value, string Expected)
{
    /// <summary>Gets the place: <c>file:line</c>.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}");

    /// <summary>For example <c>log.csv:17, column 'stage': found 'Demoo', expected one of Lead, Demo, Won (UnknownStage)</c>.</summary>
    public override string ToString() =>
        $"{Place}{(Column is null ? string.Empty : $", column '{Column}'")}: {(Value is null ? string.Empty : $"found '{Value}', ")}expected {Expected} ({Defect})";
}
