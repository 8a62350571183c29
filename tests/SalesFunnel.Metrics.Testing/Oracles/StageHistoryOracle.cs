namespace SalesFunnel.Metrics.Testing;

/// <summary>The reference for stage histories: keeps every event of every deal and derives each figure from its definition. Slow on purpose.</summary>
public static class StageHistoryOracle
{
    /// <summary>Counts the events up to a time.</summary>
    /// <param name="definition">The funnel.</param>
    /// <param name="events">The events in input order; the position of a rejected one is its place here.</param>
    /// <param name="asOf">Only events at or before this time count; undated ones always do.</param>
    /// <param name="options">How to read them.</param>
    public static OracleResult Count(FunnelDefinition definition, IReadOnlyList<DealEvent> events, DateTimeOffset asOf, OracleOptions? options = null)
    {
        options ??= new OracleOptions();
        long asOfMicros = EventTime.ToUnixMicros(asOf);
        var rejected = new List<(OracleRejection Reason, long Position)>();
        var admitted = new List<(DealEvent Event, long Position)>();
        for (int i = 0; i < events.Count; i++)
        {
            if (events[i].AtUnixMicros > asOfMicros && EventTime.IsRepresentable(events[i].AtUnixMicros))
                continue;
            if (Refuse(definition, events[i], options) is { } reason)
                rejected.Add((reason, i));
            else
                admitted.Add((events[i], i));
        }

        var deals = new Dictionary<long, OracleDeal>();
        foreach ((DealEvent e, long position) in InOrderOfUse(admitted, options))
        {
            if (!deals.TryGetValue(e.Entity, out OracleDeal? deal))
                deals.Add(e.Entity, deal = new OracleDeal(e.Entity, definition, options));
            if (deal.Apply(e) is { } reason)
                rejected.Add((reason, position));
        }

        return new OracleResult(definition, options, asOfMicros, deals.Values.ToList(), rejected);
    }

    /// <summary>What is wrong with an event whatever happened before it.</summary>
    private static OracleRejection? Refuse(FunnelDefinition definition, DealEvent e, OracleOptions options)
    {
        if (!options.Partition.Owns(e.Entity))
            return OracleRejection.WrongShard;
        bool badSegment = e.Kind == DealEventKind.Segment
            && (e.Stage < 0 || e.Stage >= definition.Dimensions.Count || e.Segment == DealEvent.NoValue);
        bool noAmount = e.Kind == DealEventKind.Amount && e.Value == DealEvent.NoValue;
        if (!Enum.IsDefined(e.Kind) || !EventTime.IsRepresentable(e.AtUnixMicros) || badSegment || noAmount
            || e.Value == SegmentValue.Other || e.Segment == SegmentValue.Other)
        {
            return OracleRejection.NotRepresentable;
        }

        return e.Kind == DealEventKind.Enter && (e.Stage < 0 || e.Stage >= definition.Stages.Count) ? OracleRejection.UnknownStage : null;
    }

    private static IEnumerable<(DealEvent Event, long Position)> InOrderOfUse(List<(DealEvent Event, long Position)> admitted, OracleOptions options)
    {
        if (options.AsLog)
            return Sorted(admitted);
        return options.AllowedLateness == TimeSpan.Zero ? admitted : AsTheWatermarkPasses(admitted, options.AllowedLateness.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    private static IEnumerable<(DealEvent Event, long Position)> AsTheWatermarkPasses(List<(DealEvent Event, long Position)> admitted, long lateness)
    {
        var waiting = new List<(DealEvent Event, long Position)>();
        var used = new List<(DealEvent Event, long Position)>();
        long highest = EventTime.Undated;
        foreach ((DealEvent Event, long Position) row in admitted)
        {
            waiting.Add(row);
            highest = Math.Max(highest, row.Event.AtUnixMicros);
            List<(DealEvent Event, long Position)> ready = waiting
                .Where(w => w.Event.AtUnixMicros == EventTime.Undated || w.Event.AtUnixMicros <= highest - lateness).ToList();
            used.AddRange(Sorted(ready));
            waiting = waiting.Except(ready).ToList();
        }

        return used.Concat(Sorted(waiting));
    }

    private static IEnumerable<(DealEvent Event, long Position)> Sorted(IEnumerable<(DealEvent Event, long Position)> rows) => rows
        .OrderBy(r => r.Event.AtUnixMicros).ThenBy(r => r.Event.Seq).ThenBy(r => r.Position);
}
