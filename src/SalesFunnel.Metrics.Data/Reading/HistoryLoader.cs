using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Reads a history whose rows mean something only together: old and new values, other fields in between, deletion flags, newest rows first.</summary>
/// <remarks>Keeps one small record per row, then tells the story of each deal in order of time. Rows with one time keep the order of the file, or the reverse of
/// it in files that run from new to old.</remarks>
internal sealed class HistoryLoader
{
    private readonly ReadSession _session;
    private readonly LogTable _log;
    private readonly DealsLoader? _deals;
    private readonly HistoryStory _story;
    private readonly StatusReader _statuses;
    private readonly MomentText _moments;
    private readonly CsvTable _table;
    private readonly int[] _columns;
    private readonly List<(int Dimension, int Column)> _dimensions = [];
    private readonly List<HistoryRow> _rows = [];
    private readonly List<int> _lastRow = []; // by deal, −1 = none; rows of a deal are linked backwards
    private readonly List<bool> _deleted = []; // by deal
    private (long Rising, long Falling) _order;

    public HistoryLoader(ReadSession session, LogTable log, DealsLoader? deals, CsvTable table)
    {
        (_session, _log, _deals, _table) = (session, log, deals, table);
        _statuses = new StatusReader(session.Mapping.Statuses);
        _moments = new MomentText(log.DateFormats.Count > 0 ? log.DateFormats : session.Mapping.DateFormats, session.Mapping.TimeZone);
        _columns = table.Columns(session.Mapping, "log", ("id", log.Id), ("stage", log.Stage), ("enteredAt", log.EnteredAt), ("seq", log.Seq), ("amount", log.Amount),
            ("lossReason", log.LossReason), ("previous", log.Previous), ("field", log.Field?.Column), ("deleted", log.Deleted), ("currency", log.Currency));
        for (int i = 0; i < session.Mapping.Dimensions.Count; i++)
        {
            MappedDimension dimension = session.Mapping.Dimensions[i];
            if (dimension.From == DimensionSource.Log)
                _dimensions.Add((i, table.Columns(session.Mapping, "dimensions", (dimension.Name, dimension.Column))[0]));
        }

        _story = new HistoryStory(session, deals, _dimensions.Count);
    }

    public long UndatedRows { get; private set; }

    public bool HasSeen(long deal) => deal < _lastRow.Count && _lastRow[(int)deal] >= 0;

    public void Load()
    {
        (long blank, long used) = (0, 0);
        while (_session.Next(_table, ref blank))
        {
            if (_session.IsFooter(_table, blank))
                continue;
            if (!_session.HasShape(_table))
                _session.Builder.Reject(RejectReason.NotRepresentable, _table.Line);
            else if (TryAddRow())
                used++;
        }

        _session.Done(_table, blank, used);
        _session.AddLocalTimes(_moments);
        TellStories();
    }

    private void TellStories()
    {
        bool newestFirst = _order.Falling > _order.Rising;
        var rows = new List<HistoryRow>();
        for (int deal = 0; deal < _lastRow.Count; deal++)
        {
            rows.Clear();
            for (int i = _lastRow[deal]; i >= 0; i = rows[^1].Before)
                rows.Add(_rows[i]);
            if (rows.Count == 0)
                continue;
            if (!newestFirst)
                rows.Reverse();
            _story.Tell(deal, InOrder(rows), _deleted[deal] || _deals is { } deals && deals.IsDeleted(deal));
        }
    }

    // Most files are in order; the sort is stable, so that the order of the file breaks ties.
    private static List<HistoryRow> InOrder(List<HistoryRow> rows)
    {
        for (int i = 1; i < rows.Count; i++)
        {
            if (rows[i].At < rows[i - 1].At || (rows[i].At == rows[i - 1].At && rows[i].Seq < rows[i - 1].Seq))
                return [.. rows.OrderBy(static r => r.At).ThenBy(static r => r.Seq)];
        }

        return rows;
    }

    private bool TryAddRow()
    {
        HistoryRowKind kind = KindOfRow();
        if (kind == HistoryRowKind.Other)
        {
            _session.OtherRows++;
            return false;
        }

        ReadOnlySpan<char> id = _session.DealId(_table.Field(_columns[0]));
        ReadOnlySpan<char> time = _table.Field(_columns[2]);
        long at = EventTime.Undated;
        if (!time.IsEmpty && !_moments.TryRead(time, out at))
            return Refuse(RowDefect.BadDate, 2, _moments.Expected, EventTime.Undated);
        if (id.IsEmpty)
            return Refuse(RowDefect.MissingId, 0, "the id of the deal", at);
        if (time.IsEmpty && _session.Mapping.Undated == UndatedPolicy.Reject)
            return Refuse(RowDefect.MissingDate, 2, $"{_moments.Expected}; to keep rows without a time, set \"undated\": \"keep\" in the mapping", at);
        if (!TryReadValues(kind, at, out int value, out int previous) || !TryReadNumbers(at, out long seq, out long amount))
            return false;
        bool isDeleted = false;
        if (_columns[8] >= 0 && !StatusReader.TryReadFlag(_table.Field(_columns[8]), out isDeleted))
            return Refuse(RowDefect.UnknownStatus, 8, StatusReader.FlagExpected, at);

        Keep(_session.Deals.GetOrAdd(id), new HistoryRow(at, seq, _table.Line, kind, value, previous, amount, ReasonOf(), Segments(), -1), isDeleted);
        return true;
    }

    private void Keep(long deal, HistoryRow row, bool isDeleted)
    {
        while (_lastRow.Count <= deal)
        {
            _lastRow.Add(-1);
            _deleted.Add(false);
        }

        int before = _lastRow[(int)deal];
        if (before >= 0)
            _order = row.At > _rows[before].At ? (_order.Rising + 1, _order.Falling) : row.At < _rows[before].At ? (_order.Rising, _order.Falling + 1) : _order;
        _lastRow[(int)deal] = _rows.Count;
        _deleted[(int)deal] |= isDeleted;
        _rows.Add(row with { Before = before });
        UndatedRows += row.At == EventTime.Undated ? 1 : 0;
    }

    private HistoryRowKind KindOfRow()
    {
        if (_log.Field is not { } field)
            return HistoryRowKind.Stage;
        ReadOnlySpan<char> text = _table.Field(_columns[7]);
        return IsOneOf(text, field.Stage) ? HistoryRowKind.Stage
            : IsOneOf(text, field.Status) ? HistoryRowKind.Status
            : IsOneOf(text, field.Created) ? HistoryRowKind.Created : HistoryRowKind.Other;
    }

    private bool TryReadValues(HistoryRowKind kind, long at, out int value, out int previous)
    {
        (value, previous) = (-1, -1);
        ReadOnlySpan<char> text = _table.Field(_columns[1]);
        ReadOnlySpan<char> old = _columns[6] >= 0 ? _table.Field(_columns[6]) : default;
        switch (kind)
        {
            case HistoryRowKind.Status:
                if (!_statuses.TryGet(text, out DealStatus status))
                    return Refuse(RowDefect.UnknownStatus, 1, _statuses.Expected, at);
                value = (int)status;
                return true;
            case HistoryRowKind.Stage when !_session.Stages.TryGet(text, out value):
                return Refuse(RowDefect.UnknownStage, 1, _session.Stages.Expected, at);
            case HistoryRowKind.Stage when !old.IsEmpty && !_session.Stages.TryGet(old, out previous):
                return Refuse(RowDefect.UnknownStage, 6, _session.Stages.Expected, at);
            default:
                return true;
        }
    }

    private bool TryReadNumbers(long at, out long seq, out long amount)
    {
        (seq, amount) = (0, DealEvent.NoValue);
        if (_columns[3] >= 0 && !long.TryParse(_table.Field(_columns[3]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seq))
            return Refuse(RowDefect.BadSeq, 3, "a whole number", at);
        return _session.Amounts.TryRead(_table, _columns[4], _columns[9], out amount)
            || Refuse(RowDefect.BadAmount, 4, _table.Numbers(_columns[4]).Expected, at);
    }

    private long ReasonOf() => _columns[5] >= 0 && _table.Field(_columns[5]) is { IsEmpty: false } text ? _session.LossReasons.GetOrAdd(text) : DealEvent.NoValue;

    private (int Dimension, long Value)[]? Segments() =>
        _dimensions.Count == 0 ? null : [.. _dimensions.Select(d => (d.Dimension, _session.ValueOf(d.Dimension, _table.Field(d.Column))))];

    private bool Refuse(RowDefect defect, int column, string expected, long at)
    {
        _session.Issues.Add(defect, _table, _columns[column], expected);
        _session.Builder.Reject(defect == RowDefect.UnknownStage ? RejectReason.UnknownStage : RejectReason.NotRepresentable, _table.Line, at);
        return false;
    }

    private static bool IsOneOf(ReadOnlySpan<char> text, IReadOnlyList<string> texts)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            if (text.Equals(texts[i], StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
