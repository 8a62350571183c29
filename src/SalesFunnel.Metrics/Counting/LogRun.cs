namespace SalesFunnel.Metrics;

/// <summary>One pass of the counter over the deals of a log.</summary>
internal sealed class LogRun
{
    private readonly DealLog _log;
    private readonly LogColumns _columns;
    private readonly LogCountOptions _options;
    private readonly Attribution? _attribution; // null: the counter reads the values known at creation, or the caller those at each event
    private readonly RejectionTally _rejected = new();
    private EventTally _tally;
    private bool _usesInputOrder;

    public LogRun(DealLog log, LogCountOptions options, bool countsEvents = false)
    {
        options.ValidateLog(countsEvents);
        _log = log;
        _columns = log.Columns;
        _options = options;
        Counter = new StageHistoryCounter(log.Definition, options) { ReadsSegments = options.Attribution == SegmentAttribution.AtEntry };
        Counter.Masks.Reserve(1);
        if (options.Attribution is not (SegmentAttribution.AtEntry or SegmentAttribution.AtEvent))
            _attribution = new Attribution(log, options);
    }

    public StageHistoryCounter Counter { get; }

    public void CountAll()
    {
        DealState deal = default;
        for (int index = 0; index < _columns.Entities.Length; index++)
        {
            int end = _columns.EndOf(index, _log.AsOfMicros);
            if (end == _columns.Starts[index])
                continue;
            Begin(ref deal, index, end);
            for (int row = _columns.Starts[index]; row < end; row++)
                Apply(ref deal, row);
            StageHistoryCounter.AddOpenVisit(deal, _log.AsOfMicros, Counter.Cells);
        }
    }

    /// <summary>Prepares the state of a deal whose events go up to a row.</summary>
    public void Begin(ref DealState deal, int index, int end)
    {
        int start = _columns.Starts[index];
        deal.Reset(_columns.Entities[index], noSegments: 0);
        Counter.Masks.Clear(0);
        Counter.CountsMovement = !IsGone(start, end);
        if (_attribution is not null)
            deal.Cell = Counter.Segments.IdOfValues(_attribution.Choose(deal.Entity, start, end));
    }

    public EventEffect Apply(ref DealState deal, int row)
    {
        EventEffect effect = Counter.Apply(ref deal, 0, _columns.Kind[row], _columns.At[row], _columns.Stage[row], _columns.Value[row], _columns.Segment[row]);
        _usesInputOrder |= _columns.SeqOf(row) == DealEvent.NoSeq;
        if ((effect & EventEffect.Tallied) != 0)
        {
            if ((effect & EventEffect.Rejected) != 0)
                _rejected.Add((effect & EventEffect.Impossible) != 0 ? RejectReason.Impossible : RejectReason.ReopenTooLate, _columns.Position[row]);
            _tally += EventEffects.TallyOf(effect);
        }

        return effect;
    }

    public StageSnapshot ToSnapshot()
    {
        foreach (LogColumns.RejectedRow row in _columns.Rejected)
        {
            if (row.At <= _log.RejectedUpToMicros)
                _rejected.Add(row.Reason, row.Position);
        }

        Rejections rejections = _rejected.ToRejections();
        return new StageSnapshot(
            new SnapshotHeader
            {
                Definition = _log.Definition,
                Layout = Counter.Cells.Layout,
                AsOfMicros = _log.CutMicros,
                Calendar = _options.Calendar,
                Attribution = _options.Attribution,
                Partitions = [],
                Events = _log.EventCount + rejections.Total,
                UsesInputOrder = _usesInputOrder,
                IsPartial = false,
                HasFullHistory = _log.HasFullHistory,
                Tally = _tally,
                Rejections = rejections,
            },
            _options.Rule,
            Counter.Cells.ToSnapshotCells(Counter.Segments));
    }

    private bool IsGone(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            if (_columns.Kind[row] is DealEventKind.Deleted or DealEventKind.MergedInto)
                return true;
        }

        return false;
    }
}
