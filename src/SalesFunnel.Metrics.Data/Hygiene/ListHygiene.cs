namespace SalesFunnel.Metrics.Data;

/// <summary>Looks at a table of deals that tells by itself where deals are: one row each, with the state now and perhaps dates of stages.</summary>
internal sealed class ListHygiene(FunnelMapping mapping, FindingLog findings, DealTraces deals, TimeRules times)
{
    public (bool HasOwner, bool HasAmount) Read(DealsTable source, HygieneOptions options, CancellationToken cancellation)
    {
        using var rows = new TableHygiene(mapping, source.File, findings, options, cancellation);
        CsvTable table = rows.Table;
        var row = new DealRow(new ReadSession(mapping, new ReadOptions(), cancellation), source, table); // its own session: the defects of rows are known already
        int amount = ColumnGuess.Index(table, [source.Amount]);
        int owner = ColumnGuess.OwnerIn(table, mapping, DimensionSource.Deals, source.Id);
        int[] dated = Indexes(table, [source.Created, source.StageSince, .. source.StageDates.Select(static d => d.Column)]);
        int[] closed = Indexes(table, source.Closed);
        while (rows.Next())
        {
            if (!row.TryRead())
                continue;
            ref DealTrace deal = ref deals.GetOrAdd(DealTraces.Id(mapping, table.Field(ColumnGuess.Index(table, [source.Id]))), table.Line);
            deal.LastLine = table.Line;
            deal.IsDeleted = row.IsDeleted;
            deal.HasOwner = owner >= 0 && !table.Field(owner).IsEmpty;
            deal.HasAmount = amount >= 0 && !IsNoAmount(table.Field(amount), source.ZeroIsNoAmount);
            deal.Outcome = row.Status switch { DealStatus.Won => DealTrace.Won, DealStatus.Lost => DealTrace.Lost, _ => DealTrace.Open };
            deal.Stage = Math.Max(0, row.OpenStage);
            foreach (int column in dated)
                AddTime(table, column, row.Moments, ref deal);
            for (int i = 0; row.IsClosedDeal && i < closed.Length; i++) // on open deals they are forecasts
                AddTime(table, closed[i], row.Moments, ref deal);
        }

        rows.Done([source.Id, source.Stage, source.Status, source.Amount, source.LossReason, .. mapping.Dimensions.Select(static d => d.Column)]);
        return (owner >= 0, amount >= 0);
    }

    private static int[] Indexes(CsvTable table, IEnumerable<string?> names) => [.. names.Select(name => ColumnGuess.Index(table, [name])).Where(static i => i >= 0).Distinct()];

    private static bool IsNoAmount(ReadOnlySpan<char> text, bool zeroIsNone) => text.IsEmpty || (zeroIsNone && text.Trim("0., ").IsEmpty);

    private void AddTime(CsvTable table, int column, MomentText moments, ref DealTrace deal)
    {
        if (moments.TryRead(table.Field(column), out long at) && times.Add(table, column, at))
            deal.LastAt = Math.Max(deal.LastAt, at);
    }
}
