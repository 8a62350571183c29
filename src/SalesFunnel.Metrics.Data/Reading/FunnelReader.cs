namespace SalesFunnel.Metrics.Data;

/// <summary>Reads the files of a mapping into a <see cref="DealLog"/> and its companions.</summary>
/// <remarks>Files are streamed; what is kept is the log itself, one small record per deal of the table of deals, and the texts of ids and values, each
/// once. A wrong row is left out, counted by <see cref="RowDefect"/> and kept as a sample; nothing is dropped without a count.</remarks>
public static class FunnelReader
{
    /// <summary>Reads everything.</summary>
    /// <param name="mapping">What to read and how.</param>
    /// <param name="options">Strictness and progress; lenient and silent when not given.</param>
    /// <param name="cancellationToken">Checked about every 65,536 rows.</param>
    /// <exception cref="FunnelDataException">A file or column is missing, a file is damaged, or, in strict mode, a row is wrong.</exception>
    /// <exception cref="MappingException">The mapping was made in code and is not valid; all errors are listed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static FunnelData Read(FunnelMapping mapping, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        options ??= new ReadOptions();
        var errors = new List<string>();
        MappingChecks.Check(mapping, errors);
        if (errors.Count > 0)
            throw new MappingException(mapping.Source, errors);
        var session = new ReadSession(mapping, options, cancellationToken);

        LoadedDeals loaded = LoadDeals(session);
        IReadOnlyList<CustomerRevenue>? revenues = mapping.Customers is { } customers ? CustomersLoader.Load(session, customers, loaded.HasSeen) : null;
        IReadOnlyList<SpendLine>? spend = mapping.Costs is { } costs ? CostsLoader.Load(session, costs) : null;
        if (mapping.Merges is { } merges)
            MergesLoader.Load(session, merges);
        session.Merges.AddToLog(session, loaded.HasSeen);

        DealLog built = session.Builder.Build();
        var data = new FunnelData
        {
            Mapping = mapping,
            Log = built,
            Deals = session.Deals,
            DimensionValues = session.DimensionValues.AsReadOnly(),
            LossReasons = session.LossReasons,
            Customers = session.Customers,
            Spend = spend,
            Revenues = revenues,
            Summary = new ReadSummary
            {
                Files = session.Files,
                Formats = session.Formats,
                Defects = session.Issues.ToCounts(),
                DoubledLocalTimes = loaded.DoubledLocalTimes + session.DoubledLocalTimes,
                SkippedLocalTimes = loaded.SkippedLocalTimes + session.SkippedLocalTimes,
                UndatedRows = loaded.UndatedRows,
                DealsOnlyInLog = loaded.DealsOnlyInLog,
                FooterRows = session.FooterRows,
                RowsOfOtherFields = session.OtherRows,
                UnchangedStageRows = session.UnchangedRows,
                HistoryGaps = session.HistoryGaps,
                Currencies = session.Amounts.ToCounts(),
                MergedDeals = session.Merges.MergedDeals,
                MergedIdsWithoutDeal = session.Merges.WithoutDeal,
            },
        };
        if (options.Strict)
            RefuseRejections(data);
        return data;
    }

    private static LoadedDeals LoadDeals(ReadSession session)
    {
        FunnelMapping mapping = session.Mapping;
        if (mapping.Log is not { } table)
        {
            DealListLoader.Load(session, mapping.Deals!);
            int count = session.Deals.Count; // later tables may name further ids
            return new LoadedDeals { HasSeen = deal => deal < count };
        }

        // Deals first: a loss in the log takes its reason from there. What they say is added after the log, for deals that the log knows.
        DealsLoader? deals = mapping.Deals is { } list ? DealsLoader.Load(session, list) : null;
        LoadedDeals loaded = NeedsHistory(mapping, table) ? LoadHistory(session, table, deals) : LoadLog(session, deals);
        deals?.AddToLog(loaded.HasSeen);
        return loaded;
    }

    // The plain log is streamed; what needs several rows of a deal at once, or other forms of times, ids and amounts, goes through the history.
    private static bool NeedsHistory(FunnelMapping mapping, LogTable log) =>
        log.IsHistory || mapping.Ids != IdForm.Exact || mapping.Merges is not null
        || mapping.Deals is { Deleted: not null } or { Status: not null } or { MergedIds: not null }
        || log.DateFormats.Count > 0 || mapping.DateFormats.Any(MomentText.IsSpecial);

    private static LoadedDeals LoadHistory(ReadSession session, LogTable table, DealsLoader? deals)
    {
        using CsvTable file = session.Open(table.File);
        var history = new HistoryLoader(session, table, deals, file);
        history.Load();
        return new LoadedDeals
        {
            HasSeen = history.HasSeen,
            UndatedRows = history.UndatedRows,
            DealsOnlyInLog = deals is null ? 0 : Enumerable.Range(0, session.Deals.Count).LongCount(deal => history.HasSeen(deal) && !deals.Has(deal)),
        };
    }

    private static LoadedDeals LoadLog(ReadSession session, DealsLoader? deals)
    {
        var log = new LogLoader(session, deals);
        log.Load();
        return new LoadedDeals
        {
            HasSeen = log.HasSeen,
            UndatedRows = log.UndatedRows,
            DealsOnlyInLog = deals is null ? 0 : log.DealsNotIn(deals),
            DoubledLocalTimes = log.DoubledLocalTimes,
            SkippedLocalTimes = log.SkippedLocalTimes,
        };
    }

    private static void RefuseRejections(FunnelData data)
    {
        foreach (RejectedEvents rejected in data.Log.Count().Rejections)
        {
            throw new FunnelDataException(
                $"{data.PlaceOf(rejected.SamplePositions[0])}: the row was rejected as {rejected.Reason}. "
                + "In strict mode every row must be usable; leave strict mode to have such rows counted and left out.");
        }
    }
}
