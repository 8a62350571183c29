using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>One row of a table of deals, taken apart: what the deal is, where it is, and when things happened.</summary>
internal sealed class DealRow
{
    private readonly ReadSession _session;
    private readonly DealsTable _deals;
    private readonly CsvTable _table;
    private readonly StatusReader _statuses;
    private readonly int[] _columns;
    private readonly int[] _closedColumns;
    private readonly (int Stage, int Column)[] _dateColumns;
    private readonly List<long> _lines = []; // by deal

    public DealRow(ReadSession session, DealsTable deals, CsvTable table)
    {
        (_session, _deals, _table) = (session, deals, table);
        FunnelMapping mapping = session.Mapping;
        _statuses = new StatusReader(mapping.Statuses);
        Moments = new MomentText(deals.DateFormats.Count > 0 ? deals.DateFormats : mapping.DateFormats, mapping.TimeZone);
        _columns = table.Columns(mapping, "deals", ("id", deals.Id), ("amount", deals.Amount), ("lossReason", deals.LossReason), ("stage", deals.Stage), ("status", deals.Status),
            ("isWon", deals.IsWon), ("isClosed", deals.IsClosed), ("isActive", deals.IsActive), ("deleted", deals.Deleted), ("created", deals.Created),
            ("stageSince", deals.StageSince), ("currency", deals.Currency), ("mergedIds", deals.MergedIds));
        _closedColumns = [.. deals.Closed.Select(c => table.Columns(mapping, "deals", ("closed", c))[0])];
        _dateColumns = [.. deals.StageDates.Select(d => (StageOf(d.Stage), table.Columns(mapping, "deals", ("stageDates", d.Column))[0]))];
        int won = session.Definition.WonIndex;
        DatesEveryStage = Enumerable.Range(1, Math.Max(0, won - 1)).All(stage => Array.Exists(_dateColumns, d => d.Stage == stage));
        if (_dateColumns.Length == 0)
            DatesEveryStage = won < 2 && deals.Created is not null;
    }

    public MomentText Moments { get; }

    /// <summary>True when every stage between the first and the won one has a column that dates it.</summary>
    public bool DatesEveryStage { get; }

    public long Deal { get; private set; }

    public long Amount { get; private set; }

    public long LossReason { get; private set; }

    public DealStatus Status { get; private set; }

    public bool IsDeleted { get; private set; }

    public bool IsClosedDeal => Status is DealStatus.Won or DealStatus.Lost;

    /// <summary>The open stage that the deal is in or was closed from; −1 when the file does not say.</summary>
    public int OpenStage { get; private set; }

    public int StageColumn => _columns[3];

    public long Created { get; private set; }

    public long StageSince { get; private set; }

    public long Closed { get; private set; }

    public List<(int Stage, long At)> StageDates { get; } = [];

    public bool TryRead()
    {
        ReadOnlySpan<char> id = _session.DealId(_table.Field(_columns[0]));
        if (id.IsEmpty)
            return Refuse(RowDefect.MissingId, _columns[0], "the id of the deal");
        if (_session.Deals.TryGet(id, out long known))
            return Refuse(RowDefect.DuplicateRow, _columns[0], $"each id once; it is also on line {_lines[(int)known].ToString(CultureInfo.InvariantCulture)}");
        if (!TryReadState())
            return false;

        Deal = _session.Deals.GetOrAdd(id);
        _lines.Add(_table.Line);
        ReadAmount();
        ReadOnlySpan<char> reason = Text(2);
        LossReason = reason.IsEmpty ? DealEvent.NoValue : _session.LossReasons.GetOrAdd(reason);
        _session.NoteMerged(_table, Text(12), Deal);
        ReadTimes();
        return true;
    }

    private int StageOf(string text)
    {
        int index = 0;
        foreach (MappedStage stage in _session.Mapping.Stages)
        {
            if (string.Equals(stage.Key, text, StringComparison.Ordinal))
                return index;
            index++;
        }

        return StageTexts.Lost;
    }

    private bool TryReadState()
    {
        int won = _session.Definition.WonIndex;
        int stage = -1;
        ReadOnlySpan<char> text = Text(3);
        if (_columns[3] >= 0 && text.IsEmpty && _deals.Status is null && _deals.IsWon is null)
            _session.Issues.Add(RowDefect.MissingStage, _table, _columns[3], $"{_session.Stages.Expected}; the deal counts at the first stage");
        else if (_columns[3] >= 0 && !text.IsEmpty && !_session.Stages.TryGet(text, out stage))
            return Refuse(RowDefect.UnknownStage, _columns[3], _session.Stages.Expected);
        OpenStage = stage >= 0 && stage < won ? stage : -1;
        DealStatus ofStage = stage == won ? DealStatus.Won : stage == StageTexts.Lost ? DealStatus.Lost : DealStatus.Open;

        DealStatus status = ofStage;
        if (_columns[4] >= 0 && !Text(4).IsEmpty && !_statuses.TryGet(Text(4), out status))
            return Refuse(RowDefect.UnknownStatus, _columns[4], _statuses.Expected);
        if (!TryReadFlag(5, out bool isWon) || !TryReadFlag(6, out bool isClosed) || !TryReadFlag(7, out bool isActive) || !TryReadFlag(8, out bool isDeleted))
            return false;
        IsDeleted = isDeleted || status == DealStatus.Deleted;
        if (status == DealStatus.Deleted)
            status = ofStage;
        else if (_columns[4] < 0 && _columns[5] >= 0)
            status = isWon ? DealStatus.Won : isClosed ? DealStatus.Lost : _columns[6] >= 0 ? DealStatus.Open : ofStage;
        if (status == DealStatus.Open && _columns[7] >= 0 && !isActive && !Text(7).IsEmpty)
            status = DealStatus.Lost;
        Status = status;
        return true;
    }

    private bool TryReadFlag(int column, out bool value)
    {
        value = false;
        return _columns[column] < 0 || StatusReader.TryReadFlag(_table.Field(_columns[column]), out value) || Refuse(RowDefect.UnknownStatus, _columns[column], StatusReader.FlagExpected);
    }

    private void ReadAmount()
    {
        if (!_session.Amounts.TryRead(_table, _columns[1], _columns[11], out long amount))
            _session.Issues.Add(RowDefect.BadAmount, _table, _columns[1], _table.Numbers(_columns[1]).Expected);
        Amount = amount == 0 && _deals.ZeroIsNoAmount ? DealEvent.NoValue : amount;
    }

    private void ReadTimes()
    {
        Created = Time(_columns[9], isNeeded: _columns[9] >= 0);
        StageSince = Time(_columns[10], isNeeded: false);
        StageDates.Clear();
        foreach ((int stage, int column) in _dateColumns)
            StageDates.Add((stage, Time(column, isNeeded: false)));
        Closed = IsClosedDeal ? ReadClosed() : EventTime.Undated;
    }

    private long ReadClosed()
    {
        long closed = EventTime.Undated;
        int stage = Status == DealStatus.Won ? _session.Definition.WonIndex : StageTexts.Lost;
        foreach ((int of, long at) in StageDates)
            closed = of == stage ? Math.Max(closed, at) : closed;
        for (int i = 0; closed == EventTime.Undated && i < _closedColumns.Length; i++)
            closed = Time(_closedColumns[i], isNeeded: i + 1 == _closedColumns.Length);
        if (closed == EventTime.Undated && _closedColumns.Length == 0 && StageSince != EventTime.Undated)
            closed = StageSince;
        if (closed == EventTime.Undated || Created == EventTime.Undated || closed >= Created)
            return closed;

        // A date without time of day is the midnight before what happened on that day.
        if (!(Moments.IsMidnight(closed) && Moments.DayOf(closed) == Moments.DayOf(Created)))
            _session.Issues.Add(RowDefect.ClosedBeforeCreated, _table, _closedColumns.Length > 0 ? _closedColumns[0] : _columns[9], $"a time at or after that of creation, '{_table.Raw(_columns[9])}'; the deal counts as closed at its creation");
        return Created;
    }

    private long Time(int column, bool isNeeded)
    {
        if (column < 0)
            return EventTime.Undated;
        ReadOnlySpan<char> text = _table.Field(column);
        if (text.IsEmpty)
        {
            if (isNeeded)
                _session.Issues.Add(RowDefect.MissingDate, _table, column, $"{Moments.Expected}; the deal counts, without this time");
            return EventTime.Undated;
        }

        if (Moments.TryRead(text, out long at))
            return at;
        _session.Issues.Add(RowDefect.BadDate, _table, column, $"{Moments.Expected}; the deal counts, without this time");
        return EventTime.Undated;
    }

    private ReadOnlySpan<char> Text(int column) => _columns[column] < 0 ? default : _table.Field(_columns[column]);

    private bool Refuse(RowDefect defect, int column, string expected)
    {
        _session.Issues.Add(defect, _table, column, expected);
        _session.Builder.Reject(defect == RowDefect.UnknownStage ? RejectReason.UnknownStage : RejectReason.NotRepresentable, _table.Line);
        return false;
    }
}
