namespace SalesFunnel.Metrics.Data;

/// <summary>The rules about single times, and the list of changes that the rule about bulk edits needs.</summary>
internal sealed class TimeRules(FindingLog findings, DateTimeOffset? asOf)
{
    private static readonly long Year1990 = EventTime.ToUnixMicros(new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly long _asOf = asOf is { } time ? EventTime.ToUnixMicros(time) : long.MaxValue;
    private readonly BulkEdits _bulk = new();

    public long Changes => _bulk.Count;

    /// <summary>The last time that is not in the future.</summary>
    public long LastAt { get; private set; } = EventTime.Undated;

    /// <summary>Looks at the time of a change; false when it is in the future.</summary>
    public bool Add(CsvTable table, int column, long at)
    {
        if (at < Year1990)
            findings.Add(HygieneRules.DateBefore1990, table, column);
        if (at > _asOf)
        {
            findings.Add(HygieneRules.DateInFuture, table, column);
            return false;
        }

        _bulk.Add(at, table.Line);
        LastAt = Math.Max(LastAt, at);
        return true;
    }

    public void ReportBulk(string file, string? column) => _bulk.Report(findings, file, column);
}
