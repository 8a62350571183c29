namespace SalesFunnel.Metrics.Data;

/// <summary>Follows the deals through the log of stage changes, or a history.</summary>
internal sealed class LogHygiene(FunnelMapping mapping, FindingLog findings, DealTraces deals, TimeRules times)
{
    private readonly StageTexts _stages = new(mapping);
    private readonly StatusReader _statuses = new(mapping.Statuses);

    public (bool HasOwner, bool HasAmount) Read(LogTable log, HygieneOptions options, CancellationToken cancellation)
    {
        using var rows = new TableHygiene(mapping, log.File, findings, options, cancellation);
        CsvTable table = rows.Table;
        var moments = new MomentText(log.DateFormats.Count > 0 ? log.DateFormats : mapping.DateFormats, mapping.TimeZone);
        int[] columns = table.Columns(mapping, "log", ("id", log.Id), ("stage", log.Stage), ("enteredAt", log.EnteredAt), ("amount", log.Amount), ("field", log.Field?.Column), ("deleted", log.Deleted));
        int owner = ColumnGuess.OwnerIn(table, mapping, DimensionSource.Log, log.Id);
        while (rows.Next())
        {
            ReadOnlySpan<char> id = DealTraces.Id(mapping, table.Field(columns[0]));
            if (id.IsEmpty)
                continue;
            ref DealTrace deal = ref deals.GetOrAdd(id, table.Line);
            deal.HasOwner |= owner >= 0 && !table.Field(owner).IsEmpty;
            deal.HasAmount |= columns[3] >= 0 && !table.Field(columns[3]).IsEmpty;
            deal.IsDeleted |= columns[5] >= 0 && StatusReader.TryReadFlag(table.Field(columns[5]), out bool deleted) && deleted;
            if (!IsAbout(table, columns[4], log.Field, out bool isStatus) || !moments.TryRead(table.Field(columns[2]), out long at) || !times.Add(table, columns[2], at))
                continue;
            AddDated(table, at, ref deal, isStatus ? StatusOf(table.Field(columns[1]), ref deal) : _stages.TryGet(table.Field(columns[1]), out int stage) ? stage : null);
        }

        rows.Done([log.Id, log.Stage, log.EnteredAt, log.Amount, log.LossReason, .. mapping.Dimensions.Where(static d => d.From == DimensionSource.Log).Select(static d => d.Column)]);
        return (owner >= 0, columns[3] >= 0);
    }

    private static bool IsAbout(CsvTable table, int column, ChangedField? field, out bool isStatus)
    {
        isStatus = false;
        if (field is null)
            return true;
        string text = table.Field(column).ToString();
        isStatus = field.Status.Contains(text, StringComparer.OrdinalIgnoreCase);
        return isStatus || field.Stage.Contains(text, StringComparer.OrdinalIgnoreCase) || field.Created.Contains(text, StringComparer.OrdinalIgnoreCase);
    }

    private int? StatusOf(ReadOnlySpan<char> text, ref DealTrace deal)
    {
        if (!_statuses.TryGet(text, out DealStatus status))
            return null;
        deal.IsDeleted |= status == DealStatus.Deleted;
        return status switch
        {
            DealStatus.Won => mapping.Stages.Count - 1,
            DealStatus.Lost => StageTexts.Lost,
            DealStatus.Open => deal.Stage,
            _ => null,
        };
    }

    private void AddDated(CsvTable table, long at, ref DealTrace deal, int? stage)
    {
        if (stage is not { } entered)
            return;
        bool isOutcome = entered < 0 || entered == mapping.Stages.Count - 1;
        if (isOutcome && at < deal.FirstClosedAt)
            (deal.FirstClosedAt, deal.FirstClosedLine) = (at, table.Line);
        else if (!isOutcome)
            deal.FirstOpenAt = Math.Min(deal.FirstOpenAt, at);
        if (at < deal.LastAt)
            return;
        (deal.LastAt, deal.LastLine) = (at, table.Line);
        deal.Outcome = entered < 0 ? DealTrace.Lost : isOutcome ? DealTrace.Won : DealTrace.Open;
        deal.Stage = isOutcome ? deal.Stage : entered;
    }
}
