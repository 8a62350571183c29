namespace SalesFunnel.Metrics.Data;

/// <summary>Turns the ordered history rows of one deal into events.</summary>
internal sealed class HistoryStory(ReadSession session, DealsLoader? deals, int dimensionsOfLog)
{
    private long _deal;
    private long _seq;
    private long _line;
    private int _stage; // the last open stage
    private DealStatus _status;
    private bool _exists;
    private bool _isReopening;
    private readonly bool _hasStatus = session.Mapping.Log?.Field?.Status.Count > 0;

    public void Tell(long deal, List<HistoryRow> rows, bool isDeleted)
    {
        (_deal, _seq, _stage, _status, _exists, _isReopening) = (deal, 0, 0, DealStatus.Open, false, false);
        HistoryRow first = rows[0];
        _line = first.Line;

        // What a first row leaves was there before it, and nobody knows since when.
        if (first.Kind == HistoryRowKind.Stage && first.Previous is not -1 && first.Previous != first.Value)
            Enter(EventTime.Undated, first.Previous);
        else if (first.Kind == HistoryRowKind.Status)
            Enter(EventTime.Undated, FirstStageOf(rows));
        for (int i = 0; i < rows.Count; i++)
        {
            HistoryRow row = rows[i];
            _line = row.Line;
            AddAttributes(row);
            if (row.Kind == HistoryRowKind.Stage)
                AddStage(row);
            else if (row.Kind == HistoryRowKind.Status)
                AddStatus(row, i + 1 < rows.Count ? rows[i + 1] : null);
            else if (!_exists)
                Enter(row.At, FirstStageOf(rows));
        }

        long last = rows[^1].At;
        if (isDeleted)
            Add(last, DealEventKind.Deleted, 0, DealEvent.NoValue);
        session.NoteLastTime(deal, last);
    }

    private static int FirstStageOf(List<HistoryRow> rows) =>
        rows.FindIndex(static r => r.Kind == HistoryRowKind.Stage) is var change and >= 0 && rows[change].Previous >= 0 ? rows[change].Previous : 0;

    private void AddStage(HistoryRow row)
    {
        int won = session.Definition.WonIndex;
        if (_exists && row.Previous >= 0 && row.Previous != won && row.Previous != _stage && _status == DealStatus.Open)
            session.HistoryGaps++;
        bool isOpen = row.Value >= 0 && row.Value < won;
        if (isOpen && _exists && ((_status == DealStatus.Open && row.Value == _stage) || (_hasStatus && _status != DealStatus.Open && !_isReopening)))
        {
            _stage = row.Value; // where a status beside the stage says closed, the stage alone does not re-open
            session.UnchangedRows++;
            return;
        }

        if (row.Value == StageTexts.Lost)
            Lose(row);
        else if (row.Value == won)
            Win(row.At);
        else
            Enter(row.At, row.Value);
    }

    private void AddStatus(HistoryRow row, HistoryRow? next)
    {
        switch ((DealStatus)row.Value)
        {
            case DealStatus.Won:
                Win(row.At);
                break;
            case DealStatus.Lost:
                Lose(row);
                break;
            case DealStatus.Deleted:
                Add(row.At, DealEventKind.Deleted, 0, DealEvent.NoValue);
                break;
            default:
                _isReopening = _status != DealStatus.Open;

                // Re-opened into another stage at the same time: one step, not a return to the old stage and a move from there.
                if (_isReopening && !(next is { Kind: HistoryRowKind.Stage } move && move.At == row.At))
                    Enter(row.At, _stage);
                break;
        }
    }

    private void AddAttributes(HistoryRow row)
    {
        if (row.Amount != DealEvent.NoValue)
            Add(row.At, DealEventKind.Amount, 0, row.Amount);
        for (int i = 0; i < dimensionsOfLog; i++)
        {
            (int dimension, long value) = row.Segments![i];
            if (value != DealEvent.NoValue)
                Add(row.At, DealEventKind.Segment, dimension, DealEvent.NoValue, value);
        }
    }

    private void Enter(long at, int stage)
    {
        if (stage == StageTexts.Lost)
        {
            Add(at, DealEventKind.Lost, 0, DealEvent.NoValue);
            _status = DealStatus.Lost;
        }
        else
        {
            Add(at, DealEventKind.Enter, stage, DealEvent.NoValue);
            bool won = stage == session.Definition.WonIndex;
            _status = won ? DealStatus.Won : DealStatus.Open;
            _stage = won ? _stage : stage;
            _isReopening = false;
        }

        _exists = true;
    }

    private void Win(long at)
    {
        Add(at, DealEventKind.Won, 0, DealEvent.NoValue);
        (_status, _exists) = (DealStatus.Won, true);
    }

    private void Lose(HistoryRow row)
    {
        Add(row.At, DealEventKind.Lost, 0, row.LossReason != DealEvent.NoValue ? row.LossReason : deals?.ReasonOf(_deal) ?? DealEvent.NoValue);
        (_status, _exists) = (DealStatus.Lost, true);
    }

    private void Add(long at, DealEventKind kind, int stage, long value, long segment = DealEvent.NoValue) =>
        session.Builder.Add(new DealEvent(_deal, at, ++_seq, kind, stage, value, segment), _line);
}
