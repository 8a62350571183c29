namespace SalesFunnel.Metrics;

/// <summary>Chooses the segment values of a deal from its events up to the as-of time. Values on rejected events are not used.</summary>
internal sealed class Attribution
{
    private readonly LogColumns _columns;
    private readonly SegmentAttribution _attribution;
    private readonly StageHistoryCounter _scratch; // follows the deal to know what was rejected and which outcome was the last

    public Attribution(DealLog log, LogCountOptions options)
    {
        _columns = log.Columns;
        _attribution = options.Attribution;
        _scratch = new StageHistoryCounter(log.Definition, options with { Calendar = null }) { ReadsSegments = false, CountsMovement = false };
        _scratch.Masks.Reserve(1);
    }

    /// <summary>Tells which dimension an event sets, if any.</summary>
    /// <param name="kind">The kind of the event.</param>
    /// <param name="stage">Its stage column: the dimension of a segment event.</param>
    /// <param name="segment">Its segment column.</param>
    /// <param name="dimension">The dimension.</param>
    public static bool Sets(DealEventKind kind, int stage, long segment, out int dimension)
    {
        dimension = kind == DealEventKind.Segment ? stage : 0;
        return segment != SegmentValue.None && (kind is DealEventKind.Segment or DealEventKind.Enter or DealEventKind.Won or DealEventKind.Lost);
    }

    /// <summary>Gets the values under which a deal is counted.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="start">Its first row.</param>
    /// <param name="end">The row after its last one up to the as-of time.</param>
    public SegmentKey Choose(long entity, int start, int end)
    {
        DealState deal = default;
        deal.Reset(entity, noSegments: 0);
        _scratch.Masks.Clear(0);
        SegmentKey now = SegmentKey.None;
        SegmentKey atOutcome = SegmentKey.None;
        for (int row = start; row < end; row++)
        {
            long segment = _columns.Segment[row];
            EventEffect effect = _scratch.Apply(ref deal, 0, _columns.Kind[row], _columns.At[row], _columns.Stage[row], _columns.Value[row], segment);
            if ((effect & EventEffect.Rejected) != 0)
                continue;
            if (Sets(_columns.Kind[row], _columns.Stage[row], segment, out int dimension)
                && (_attribution != SegmentAttribution.First || now[dimension] == SegmentValue.None))
                now = now.With(dimension, segment);
            if ((effect & (EventEffect.Won | EventEffect.Lost)) != 0)
                atOutcome = now;
        }

        return _attribution == SegmentAttribution.AtOutcome && deal.Has(DealFlags.Closed) ? atOutcome : now;
    }
}
