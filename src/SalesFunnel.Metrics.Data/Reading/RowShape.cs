using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Whether a row has the shape of its header.</summary>
internal static class RowShape
{
    /// <summary>Tells whether the row has the shape of the header; reports it when not.</summary>
    public static bool IsRight(CsvTable table, IssueLog issues)
    {
        if (table.IsMalformed)
            issues.Add(RowDefect.MalformedQuotes, table, -1, "quotes that open and close around a whole field, doubled inside it");
        else if (table.FieldCount < table.Header.Count)
            issues.Add(RowDefect.TooFewFields, table.Name, table.Line, null, Fields(table.FieldCount), $"{Fields(table.Header.Count)} as in the header");
        else if (table.FieldCount > table.Header.Count && !table.HasOnlyEmptyExtras())
            issues.Add(RowDefect.TooManyFields, table.Name, table.Line, null, Fields(table.FieldCount), $"{Fields(table.Header.Count)} as in the header; quote fields that hold the delimiter");
        else
            return true;
        return false;
    }

    private static string Fields(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "field" : "fields")}");
}
