namespace SalesFunnel.Metrics.Data;

/// <summary>Turns a table of deals, one row each with their state now, into events. Streams: nothing is kept of a row but its events.</summary>
/// <remarks>The outcome comes from the status, else the closed and won flags, else the stage, else the flag of use; never from a date. Dates say when.</remarks>
internal sealed class DealListLoader
{
    private const int SeqStep = 128; // more than a funnel has stages, so that one row's events keep their order

    private readonly ReadSession _session;
    private readonly DealsTable _deals;
    private readonly DealRow _row;
    private readonly List<(int Dimension, int Column)> _dimensions = [];
    private readonly List<(long At, int Order, int Stage)> _entries = [];
    private readonly CsvTable _table;
    private long _seq;
    private long _deal;
    private long _lastAt;

    private DealListLoader(ReadSession session, DealsTable deals, CsvTable table)
    {
        (_session, _deals, _table) = (session, deals, table);
        _row = new DealRow(session, deals, table);
        for (int i = 0; i < session.Mapping.Dimensions.Count; i++)
        {
            MappedDimension dimension = session.Mapping.Dimensions[i];
            _dimensions.Add((i, table.Columns(session.Mapping, "dimensions", (dimension.Name, dimension.Column))[0]));
        }
    }

    public static DealListLoader Load(ReadSession session, DealsTable deals)
    {
        using CsvTable table = session.Open(deals.File);
        var loader = new DealListLoader(session, deals, table);
        session.Builder.HasFullHistory = loader._row.DatesEveryStage;
        (long blank, long used) = (0, 0);
        while (session.Next(table, ref blank))
        {
            if (session.IsFooter(table, blank))
                continue;
            if (!session.HasShape(table))
                session.Builder.Reject(RejectReason.NotRepresentable, table.Line);
            else if (loader._row.TryRead())
            {
                loader.AddEvents();
                used++;
            }
        }

        session.Done(table, blank, used);
        session.AddLocalTimes(loader._row.Moments);
        return loader;
    }

    private void AddEvents()
    {
        _deal = _row.Deal;
        _seq = _table.Line * SeqStep;
        _lastAt = EventTime.Undated;
        foreach ((int dimension, int column) in _dimensions)
        {
            long value = _session.ValueOf(dimension, _table.Field(column));
            if (value != DealEvent.NoValue)
                Add(EventTime.Undated, DealEventKind.Segment, dimension, DealEvent.NoValue, value);
        }

        if (_row.Amount != DealEvent.NoValue)
            Add(EventTime.Undated, DealEventKind.Amount, 0, _row.Amount);
        AddStages();
        if (_row.IsDeleted)
            Add(_lastAt, DealEventKind.Deleted, 0, DealEvent.NoValue);
        _session.NoteLastTime(_deal, _lastAt);
    }

    private void AddStages()
    {
        long closed = _row.Closed;
        if (_row.IsClosedDeal && closed == EventTime.Undated)
        {
            // When is not known: an undated outcome would come before dated entries and be undone by them, so the whole deal is undated.
            Enter(EventTime.Undated, 0);
            if (_row.OpenStage > 0)
                Enter(EventTime.Undated, _row.OpenStage);
            AddOutcome(EventTime.Undated);
            return;
        }

        CollectEntries();
        foreach ((long at, _, int stage) in _entries)
        {
            if (stage == StageTexts.Lost)
                Add(at, DealEventKind.Lost, 0, _row.Status == DealStatus.Lost ? _row.LossReason : DealEvent.NoValue);
            else
                Enter(at, stage);
        }

        if (_row.IsClosedDeal)
            AddOutcome(_entries.Count > 0 ? Math.Max(closed, _entries[^1].At) : closed);
    }

    private void CollectEntries()
    {
        _entries.Clear();
        int won = _session.Definition.WonIndex;
        for (int i = 0; i < _row.StageDates.Count; i++)
        {
            (int stage, long at) = _row.StageDates[i];
            if (at != EventTime.Undated && (!_row.IsClosedDeal || (stage != won && stage != StageTexts.Lost)))
                _entries.Add((at, i, stage));
        }

        if (_row.IsClosedDeal && _row.Status == DealStatus.Won)
            KeepLossesBefore(_row.Closed);
        int first = _entries.Count > 0 ? _entries.Min(static e => e.Stage < 0 ? int.MaxValue : e.Stage) : int.MaxValue;
        bool currentIsDated = _entries.Exists(e => e.Stage == _row.OpenStage);
        if (first > 0 && (_row.OpenStage <= 0 || _row.Created == EventTime.Undated || _row.StageSince != EventTime.Undated || _row.StageDates.Count > 0))
            _entries.Add((_row.Created, -1, 0));
        if (_row.OpenStage > 0 && !currentIsDated)
            _entries.Add((_row.StageSince != EventTime.Undated ? _row.StageSince : _entries.Count > 0 && _row.Created == EventTime.Undated ? EventTime.Undated : _row.Created, int.MaxValue, _row.OpenStage));
        _entries.Sort(static (x, y) => x.At != y.At ? x.At.CompareTo(y.At) : x.Order.CompareTo(y.Order));
        PutCurrentStageLast();
    }

    // A deal that was lost, reopened and won shows the loss beside the win.
    private void KeepLossesBefore(long closed)
    {
        for (int i = 0; i < _row.StageDates.Count; i++)
        {
            (int stage, long at) = _row.StageDates[i];
            if (stage == StageTexts.Lost && at != EventTime.Undated && at < closed)
                _entries.Add((at, i, stage));
        }
    }

    // The stage column decides where the deal is, whatever the dates say; a date after it moves it behind.
    private void PutCurrentStageLast()
    {
        if (_row.IsClosedDeal || _row.OpenStage < 0 || _entries.Count < 2)
            return;
        int current = _entries.FindLastIndex(e => e.Stage == _row.OpenStage);
        if (current < 0 || current == _entries.Count - 1)
            return;
        (long at, int order, int stage) = _entries[current];
        _entries.RemoveAt(current);
        _entries.Add((Math.Max(at, _entries[^1].At), order, stage));
        if (_entries[^1].At != at)
            _session.Issues.Add(RowDefect.StageDateOutOfOrder, _table, _row.StageColumn, "the stage with the latest date, or no later date of another stage; the stage column was believed");
    }

    private void AddOutcome(long at)
    {
        if (_row.Status == DealStatus.Won)
            Add(at, DealEventKind.Won, 0, DealEvent.NoValue);
        else
            Add(at, DealEventKind.Lost, 0, _row.LossReason);
    }

    private void Enter(long at, int stage) => Add(at, DealEventKind.Enter, stage, DealEvent.NoValue);

    private void Add(long at, DealEventKind kind, int stage, long value, long segment = DealEvent.NoValue)
    {
        _lastAt = Math.Max(_lastAt, at);
        _session.Builder.Add(new DealEvent(_deal, at, _seq++, kind, stage, value, segment), _table.Line);
    }
}
