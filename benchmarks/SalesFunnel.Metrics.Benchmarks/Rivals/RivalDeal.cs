namespace SalesFunnel.Metrics.Benchmarks.Rivals;

/// <summary>One deal of a rival, and what an event does to it: the same checks and the same figures as the tracker's, for the events of the workload.</summary>
internal struct RivalDeal
{
    private const long NoAmount = DealEvent.NoValue;

    private long _lastAt;
    private long _clock;
    private long _amount;
    private long _wonAmount;
    private int _cell;
    private byte _far;
    private byte _current;
    private byte _outcome;
    private byte _touched;
    private byte _regressed;
    private byte _strictLevel;
    private bool _created;
    private bool _everWon;
    private bool _reopened;

    public void Apply(RivalCells cells, DealEventKind kind, long at, int stage, long value, long segment)
    {
        if (!EventTime.IsRepresentable(at) || at < _lastAt || (kind == DealEventKind.Enter && stage >= RivalCells.OpenStages))
        {
            cells.Rejected++;
            return;
        }

        _lastAt = at;
        switch (kind)
        {
            case DealEventKind.Enter:
                Enter(cells, at, stage, value, segment);
                break;
            case DealEventKind.Won:
                if (value != NoAmount)
                    _amount = value;
                if (_outcome == RivalCells.Won)
                    break;
                Close(cells, at, RivalCells.Won, end: 3);
                cells.Visits(_cell, RivalCells.OpenStages)++;
                if (_strictLevel == RivalCells.OpenStages)
                    cells.StrictWon(_cell)++;
                if (!_everWon)
                    cells.EverWon(_cell)++;
                _everWon = true;
                _wonAmount = _amount;
                AddWonAmount(cells, 1);
                break;
            case DealEventKind.Lost:
                if (_outcome != RivalCells.Lost)
                    Close(cells, at, RivalCells.Lost, end: 2);
                break;
            case DealEventKind.Amount:
                _amount = value;
                break;
        }
    }

    private void Enter(RivalCells cells, long at, int stage, long value, long segment)
    {
        if (!_created)
        {
            _created = true;
            _amount = NoAmount;
            _cell = cells.CellOf(segment, at);
            _far = (byte)stage;
            cells.FarByOutcome(_cell, stage, RivalCells.Open)++;
            cells.InStage(_cell, stage)++;
        }
        else
        {
            if (_outcome != RivalCells.Open)
            {
                TakeOutcomeBack(cells);
                cells.FarByOutcome(_cell, _far, RivalCells.Open)++;
                cells.InStage(_cell, stage)++;
            }
            else if (stage == _current)
            {
                if (value != NoAmount)
                    _amount = value;
                return;
            }
            else
            {
                cells.AddTime(_cell, _current, stage < _current ? 1 : 0, at - _clock);
                cells.InStage(_cell, _current)--;
                cells.InStage(_cell, stage)++;
                if (stage < _current)
                    Regress(cells);
            }

            if (stage > _far)
            {
                cells.FarByOutcome(_cell, _far, RivalCells.Open)--;
                cells.FarByOutcome(_cell, stage, RivalCells.Open)++;
                _far = (byte)stage;
            }
        }

        if (value != NoAmount)
            _amount = value;
        _current = (byte)stage;
        _clock = at;
        cells.Visits(_cell, stage)++;
        if ((_touched & (1 << stage)) == 0)
        {
            _touched |= (byte)(1 << stage);
            cells.Touched(_cell, stage)++;
        }

        if (stage == _strictLevel)
        {
            cells.Strict(_cell, stage)++;
            _strictLevel++;
        }
    }

    private void Regress(RivalCells cells)
    {
        cells.RegressMoves(_cell, _current)++;
        if ((_regressed & (1 << _current)) != 0)
            return;
        _regressed |= (byte)(1 << _current);
        cells.RegressedDeals(_cell, _current)++;
    }

    private void Close(RivalCells cells, long at, byte outcome, int end)
    {
        if (_outcome == RivalCells.Open)
        {
            cells.FarByOutcome(_cell, _far, RivalCells.Open)--;
            cells.InStage(_cell, _current)--;
            cells.AddTime(_cell, _current, end, at - _clock);
        }
        else
        {
            TakeOutcomeBack(cells);
        }

        cells.FarByOutcome(_cell, _far, outcome)++;
        if (outcome == RivalCells.Lost)
            cells.LostFrom(_cell, _current)++;
        _outcome = outcome;
    }

    private void TakeOutcomeBack(RivalCells cells)
    {
        cells.FarByOutcome(_cell, _far, _outcome)--;
        if (_outcome == RivalCells.Won)
        {
            AddWonAmount(cells, -1);
            if (_strictLevel == RivalCells.OpenStages)
                cells.StrictWon(_cell)--;
        }
        else
        {
            cells.LostFrom(_cell, _current)--;
        }

        cells.Reopenings(_cell)++;
        if (!_reopened)
            cells.ReopenedDeals(_cell)++;
        _reopened = true;
        _outcome = RivalCells.Open;
    }

    private readonly void AddWonAmount(RivalCells cells, int sign)
    {
        if (_wonAmount == NoAmount)
            return;
        cells.PricedWon(_cell) += sign;
        cells.WonAmountE4(_cell) += sign * _wonAmount;
    }
}
