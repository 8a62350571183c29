namespace SalesFunnel.Metrics.Data;

/// <summary>Finds the columns that a mapping does not name, but that rules ask for, by what systems call them.</summary>
internal static class ColumnGuess
{
    private static readonly string[] Owner =
    [
        "owner", "deal owner", "opportunity owner", "deal - owner", "owner name", "owner_id", "ownerid", "salesperson", "sales_agent", "sales agent", "agent", "sales rep", "rep", "assigned to", "assigned_to", "responsible", "ответственный",
    ];

    private static readonly string[] Created =
    [
        "created", "created_at", "created at", "create date", "created date", "createddate", "created on", "created time", "creation date", "deal - deal created", "deal - creation date", "engage_date", "дата создания",
    ];

    private static readonly string[] Closed =
    [
        "closed", "closed_at", "closed at", "close date", "closed date", "closedate", "closed on", "closing date", "actual close date", "deal - deal closed on", "deal - closed on", "close_date", "дата закрытия",
    ];

    /// <summary>The dimension or column that holds who is responsible.</summary>
    public static int OwnerIn(CsvTable table, FunnelMapping mapping, DimensionSource source, string id)
    {
        foreach (MappedDimension dimension in mapping.Dimensions)
        {
            if (dimension.From == source && (Is(dimension.Name, Owner) || Is(dimension.Column, Owner)))
                return Index(table, [dimension.Column]);
        }

        // Bitrix24 calls the deal the owner of its history.
        return Index(table, Owner.Where(name => !string.Equals(name, id, StringComparison.OrdinalIgnoreCase)));
    }

    public static (int Created, int Closed) LifeIn(CsvTable table, DealsTable deals) => (Index(table, [deals.Created, .. Created]), Index(table, [.. deals.Closed, .. Closed]));

    public static int Index(CsvTable table, IEnumerable<string?> names)
    {
        foreach (string? name in names)
        {
            for (int i = 0; name is not null && i < table.Header.Count; i++)
            {
                if (string.Equals(table.Header[i], name, StringComparison.OrdinalIgnoreCase))
                    return i;
            }
        }

        return -1;
    }

    private static bool Is(string name, string[] names) => Array.Exists(names, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
}
