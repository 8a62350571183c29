namespace SalesFunnel.Metrics.Data;

/// <summary>A file of events: one row an event, with its entity, its time and its name.</summary>
/// <param name="File">Path of the file (.csv, .tsv, .txt, .gz); delimiter and encoding are found in it.</param>
public sealed record SequenceTable(string File)
{
    /// <summary>Gets the column of the entities; <c>null</c> = found by its name, such as <c>user_id</c>.</summary>
    public string? Entity { get; init; }

    /// <summary>Gets the column of the times; <c>null</c> = found by its name, such as <c>timestamp</c>.</summary>
    public string? Time { get; init; }

    /// <summary>Gets the column of the names of events; <c>null</c> = found by its name, such as <c>event</c>.</summary>
    public string? Event { get; init; }

    /// <summary>Gets the column of the property that results are broken down by; <c>null</c> = none.</summary>
    public string? By { get; init; }

    /// <summary>Gets the .NET formats of the times; empty = found in the file.</summary>
    public IReadOnlyList<string> DateFormats { get; init; } = [];

    /// <summary>Gets the zone of times that are written without one.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;
}
