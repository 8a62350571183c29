namespace SalesFunnel.Metrics.Data;

/// <summary>The places of the columns of a file of events: as named, else by the names that such columns have.</summary>
internal readonly record struct SequenceColumns(int Entity, int Time, int Event, int By)
{
    private static readonly string[] Entities = ["entity", "entity_id", "user_id", "user", "userid", "visitor_id", "visitor", "customer_id", "customer", "distinct_id", "person_id", "client_id", "account_id", "session_id", "id"];
    private static readonly string[] Times = ["time", "timestamp", "at", "event_time", "datetime", "date", "occurred_at", "created_at", "ts"];
    private static readonly string[] Events = ["event", "event_name", "event_type", "eventname", "name", "action", "type"];

    /// <summary>Finds the columns.</summary>
    /// <exception cref="FunnelDataException">One is missing, occurs twice, or is not recognised; all are told at once.</exception>
    public static SequenceColumns Of(CsvTable table, SequenceTable named)
    {
        var problems = new List<string>();
        var columns = new SequenceColumns(
            Find(table, named.Entity, "entity", Entities, problems),
            Find(table, named.Time, "time", Times, problems),
            Find(table, named.Event, "event", Events, problems),
            named.By is null ? -1 : Find(table, named.By, "by", [], problems));
        return problems.Count == 0 ? columns : throw new FunnelDataException(
            $"{table.Name}: {string.Join("; ", problems)}. The file's columns are: {table.ColumnList()}.{(table.Header.Count == 1 ? " With a single column the delimiter may not be the one that the file has." : string.Empty)}");
    }

    private static int Find(CsvTable table, string? name, string role, string[] known, List<string> problems)
    {
        int found = name is null ? FindKnown(table, known) : IndexOf(table, name, 0);
        if (found >= 0 && IndexOf(table, table.Header[found], found + 1) >= 0)
            problems.Add($"the column '{table.Header[found]}' occurs twice; rename one of them in the first line");
        else if (found < 0)
            problems.Add(name is null ? $"no column is recognised as the {role}; name it by --{role} COLUMN" : $"there is no column '{name}' (--{role})");
        return found;
    }

    private static int FindKnown(CsvTable table, string[] known)
    {
        string[] header = [.. table.Header.Select(static h => HeaderNames.Normal(h).Replace(' ', '_'))];
        foreach (string name in known)
        {
            if (Array.IndexOf(header, name) is >= 0 and var place)
                return place;
        }

        return -1;
    }

    private static int IndexOf(CsvTable table, string name, int start)
    {
        for (int i = start; i < table.Header.Count; i++)
        {
            if (string.Equals(table.Header[i], name, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
