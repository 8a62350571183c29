namespace SalesFunnel.Metrics.Data;

/// <summary>Looks at the table of deals, beside the log.</summary>
internal sealed class DealsHygiene(FunnelMapping mapping, FindingLog findings, DealTraces deals)
{
    private readonly MomentText _moments = new(mapping.Deals is { DateFormats.Count: > 0 } table ? table.DateFormats : mapping.DateFormats, mapping.TimeZone);

    public (bool HasOwner, bool HasAmount) Read(DealsTable source, HygieneOptions options, CancellationToken cancellation)
    {
        using var rows = new TableHygiene(mapping, source.File, findings, options, cancellation);
        CsvTable table = rows.Table;
        int[] columns = table.Columns(mapping, "deals", ("id", source.Id), ("amount", source.Amount));
        int owner = ColumnGuess.OwnerIn(table, mapping, DimensionSource.Deals, source.Id);
        (int created, int closed) = ColumnGuess.LifeIn(table, source);
        while (rows.Next())
        {
            if (deals.TryGet(DealTraces.Id(mapping, table.Field(columns[0])), out int index))
            {
                ref DealTrace deal = ref deals.At(index);
                deal.HasOwner |= owner >= 0 && !table.Field(owner).IsEmpty;
                deal.HasAmount |= columns[1] >= 0 && !table.Field(columns[1]).IsEmpty;
            }

            if (created >= 0 && closed >= 0 && TryRead(table, created, out long from) && TryRead(table, closed, out long to) && DayOf(to) < DayOf(from))
                findings.Add(HygieneRules.ClosedBeforeCreated, table, closed, $"created {table.Raw(created).Trim()}");
        }

        rows.Done([source.Id, source.Amount, source.LossReason, .. mapping.Dimensions.Where(static d => d.From == DimensionSource.Deals).Select(static d => d.Column)]);
        return (owner >= 0, columns[1] >= 0);
    }

    // One of the two is often a day without a time: only days are compared.
    private static long DayOf(long at) => (long)Math.Floor(at / 86_400_000_000.0);

    private bool TryRead(CsvTable table, int column, out long at) => _moments.TryRead(table.Field(column), out at);
}
