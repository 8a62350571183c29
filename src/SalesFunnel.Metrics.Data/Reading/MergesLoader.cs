namespace SalesFunnel.Metrics.Data;

/// <summary>Reads the table of merged deals.</summary>
internal static class MergesLoader
{
    private const long PositionOfFile = 3L << FunnelData.FileShift;

    public static void Load(ReadSession session, MergesTable merges)
    {
        using CsvTable table = session.Open(merges.File);
        int[] columns = table.Columns(session.Mapping, "merges", ("survivor", merges.Survivor), ("merged", merges.Merged));
        (long blank, long used) = (0, 0);
        while (session.Next(table, ref blank))
        {
            if (!session.HasShape(table))
                continue;
            int missing = table.Field(columns[0]).IsEmpty ? columns[0] : table.Field(columns[1]).IsEmpty ? columns[1] : -1;
            if (missing >= 0)
            {
                session.Issues.Add(RowDefect.MissingId, table, missing, "the id of a deal");
                continue;
            }

            long survivor = session.Deals.GetOrAdd(session.DealId(table.Field(columns[0])));
            foreach (string merged in table.Field(columns[1]).ToString().Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                session.Merges.Add(survivor, session.DealId(merged).ToString(), PositionOfFile | table.Line);
            used++;
        }

        session.Done(table, blank, used);
    }
}
