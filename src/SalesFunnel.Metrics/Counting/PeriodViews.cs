namespace SalesFunnel.Metrics;

/// <summary>Follows every deal of a log through the counter and files what happened, or how it ended, by period.</summary>
internal static class PeriodViews
{
    public static FlowView Flow(DealLog log, CohortCalendar calendar, LogCountOptions options)
    {
        LogColumns columns = log.Columns;
        var run = new LogRun(log, options with { Calendar = null }, countsEvents: true);
        var cells = new SortedDictionary<CellKey, FlowRow>();
        DealState deal = default;
        for (int index = 0; index < columns.Entities.Length; index++)
        {
            int end = columns.EndOf(index, log.AsOfMicros);
            run.Begin(ref deal, index, end);
            if (!run.Counter.CountsMovement)
                continue; // deleted or merged away: the log drops it whole
            SegmentKey now = SegmentKey.None;
            for (int row = columns.Starts[index]; row < end; row++)
            {
                int stage = columns.Stage[row];
                EventEffect effect = run.Apply(ref deal, row);
                if ((effect & EventEffect.Rejected) == 0 && Attribution.Sets(columns.Kind[row], stage, columns.Segment[row], out int dimension))
                    now = now.With(dimension, columns.Segment[row]);
                if ((effect & Moves) == 0)
                    continue;
                SegmentKey segment = options.Attribution == SegmentAttribution.AtEvent
                    ? now
                    : run.Counter.Segments[run.Counter.Cells.SegmentsOf(deal.Cell)];
                File(RowOf(cells, new CellKey(segment, calendar.NumberOf(columns.At[row])), log.Definition, calendar), effect, stage, deal, log.Definition.WonIndex);
            }
        }

        return new FlowView(log.Definition, calendar, cells);
    }

    public static OutcomeView Outcome(DealLog log, CohortCalendar calendar, LogCountOptions options)
    {
        LogColumns columns = log.Columns;
        var run = new LogRun(log, options with { Calendar = null });
        var closed = new List<OutcomeView.ClosedDeal>();
        DealState deal = default;
        for (int index = 0; index < columns.Entities.Length; index++)
        {
            int end = columns.EndOf(index, log.AsOfMicros);
            run.Begin(ref deal, index, end);
            for (int row = columns.Starts[index]; row < end; row++)
                run.Apply(ref deal, row);
            if (!deal.Has(DealFlags.Closed) || deal.Has(DealFlags.Gone))
                continue;
            SegmentKey segment = run.Counter.Segments[run.Counter.Cells.SegmentsOf(deal.Cell)];
            closed.Add(new OutcomeView.ClosedDeal(segment, calendar.NumberOf(deal.Clock), deal.Has(DealFlags.Won), deal.WonAmount));
        }

        return new OutcomeView(log.Definition, calendar, closed);
    }

    private const EventEffect Moves =
        EventEffect.Created | EventEffect.Entered | EventEffect.Won | EventEffect.Lost | EventEffect.Reopened | EventEffect.Regressed;

    private static FlowRow RowOf(SortedDictionary<CellKey, FlowRow> cells, CellKey key, FunnelDefinition definition, CohortCalendar calendar)
    {
        if (!cells.TryGetValue(key, out FlowRow? row))
            cells.Add(key, row = new FlowRow(calendar.Period(key.Cohort), new long[definition.Stages.Count]));
        return row;
    }

    private static void File(FlowRow row, EventEffect effect, int stage, in DealState deal, int wonIndex)
    {
        row.Leads += Bit(effect, EventEffect.Created);
        row.Lost += Bit(effect, EventEffect.Lost);
        row.Reopenings += Bit(effect, EventEffect.Reopened);
        row.RegressMoves += Bit(effect, EventEffect.Regressed);
        if ((effect & EventEffect.Entered) != 0)
            row.AddEntry(stage);
        if ((effect & EventEffect.Won) == 0)
            return;
        row.Won++;
        row.AddEntry(wonIndex);
        if (deal.WonAmount != DealEvent.NoValue)
        {
            row.PricedWins++;
            row.WonAmountE4 += deal.WonAmount;
        }
    }

    private static long Bit(EventEffect effect, EventEffect bit) => (effect & bit) != 0 ? 1 : 0;
}
