namespace SalesFunnel.Metrics;

/// <summary>Goes through the deals of a log in order of their ids, each with its story as the one counter sees it. Deals deleted or merged away are left out unless asked for.</summary>
internal sealed class DealWalk
{
    private readonly DealLog _log;
    private readonly LogRun _run;
    private readonly bool _includesGone;
    private int _next;

    /// <param name="log">The log.</param>
    /// <param name="options">Choices that change a number.</param>
    /// <param name="includesGone">Takes deals that were deleted or merged away as well, with their story up to then.</param>
    public DealWalk(DealLog log, LogCountOptions options, bool includesGone = false)
    {
        _includesGone = includesGone;
        _log = log;
        _run = new LogRun(log, options);
    }

    public DealStory Story { get; } = new();

    public bool MoveNext()
    {
        LogColumns columns = _log.Columns;
        while (_next < columns.Entities.Length)
        {
            int index = _next++;
            int end = columns.EndOf(index, _log.AsOfMicros);
            if (end > columns.Starts[index] && Read(columns, index, end))
                return true;
        }

        return false;
    }

    private bool Read(LogColumns columns, int index, int end)
    {
        DealState deal = default;
        _run.Begin(ref deal, index, end);
        if (!_run.Counter.CountsMovement && !_includesGone)
            return false;
        Story.Clear();
        for (int row = columns.Starts[index]; row < end; row++)
            Note(columns, row, _run.Apply(ref deal, row), deal);
        if (!deal.Has(DealFlags.Created))
            return false;
        Story.Entity = deal.Entity;
        Story.Flags = deal.Flags;
        Story.Far = deal.Far;
        Story.Current = deal.Current;
        Story.Clock = deal.Clock;
        Story.Amount = deal.Has(DealFlags.Won) ? deal.WonAmount : deal.Amount;
        Story.Cell = _run.Counter.Cells.KeyOf(deal.Cell, _run.Counter.Segments);
        return true;
    }

    private void Note(LogColumns columns, int row, EventEffect effect, in DealState deal)
    {
        if ((effect & EventEffect.Rejected) != 0)
            return;
        long at = columns.At[row];
        DealEventKind kind = columns.Kind[row];
        if (kind is DealEventKind.Enter or DealEventKind.Won or DealEventKind.Lost && Story.FirstAt == EventTime.Undated)
            Story.FirstAt = at;
        if (Attribution.Sets(kind, columns.Stage[row], columns.Segment[row], out int dimension))
            Story.Segments.Add((Story.Moves.Count, dimension, columns.Segment[row]));
        if ((effect & (EventEffect.Entered | EventEffect.Won | EventEffect.Lost)) != 0)
        {
            int target = (effect & EventEffect.Won) != 0 ? _log.Definition.WonIndex : (effect & EventEffect.Lost) != 0 ? DealMove.Lost : columns.Stage[row];
            Story.Moves.Add(new DealMove(at, target, deal.Amount, target == DealMove.Lost ? columns.Value[row] : DealEvent.NoValue));
        }

        if (kind == DealEventKind.CloseDate)
            Story.CloseDates.Add((at, columns.Value[row]));
        else if (kind == DealEventKind.Customer)
            Story.Customer = columns.Value[row] == DealEvent.NoValue ? null : columns.Value[row];
        if (deal.Has(DealFlags.Created))
            Story.Steps.Add(new DealStep(at, deal.Flags, deal.Amount, Story.CloseDates.Count == 0 ? DealEvent.NoValue : Story.CloseDates[^1].CloseAt, deal.Current));
    }
}
