using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Turns rows of the log into events.</summary>
internal sealed class LogLoader
{
    private const int SeqStep = 4; // up to two dimension events, then the move itself, share one row's number
    private const long MaxSeq = long.MaxValue / SeqStep / 2;
    private const int LostMark = -2;
    private const int MaxWaiting = 256;

    private readonly ReadSession _session;
    private readonly DealsLoader? _deals;
    private readonly Dictionary<string, int> _stageByText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _stageBySpan;
    private readonly List<(int Dimension, int Column)> _dimensions = [];
    private readonly List<bool> _seen = []; // by deal
    private readonly string _stageExpected;
    private readonly IsoClock? _isoClock;
    private readonly WaitingRow[] _rows = new WaitingRow[MaxWaiting];
    private readonly int[] _idEnds = new int[MaxWaiting];
    private CsvTable _table = null!;
    private int[] _columns = [];
    private NumberText? _amounts;
    private char[] _ids = new char[MaxWaiting * 16];
    private int _waiting;

    public LogLoader(ReadSession session, DealsLoader? deals)
    {
        _session = session;
        _deals = deals;
        for (int i = 0; i < session.Mapping.Stages.Count; i++)
        {
            MappedStage stage = session.Mapping.Stages[i];
            foreach (string text in stage.Names.Count > 0 ? stage.Names : [stage.Key])
                _stageByText.TryAdd(text.Trim(), i);
        }

        foreach (string text in session.Mapping.Lost)
            _stageByText.TryAdd(text.Trim(), LostMark);
        _stageBySpan = _stageByText.GetAlternateLookup<ReadOnlySpan<char>>();
        _isoClock = session.Mapping.DateFormats.Count == 0 ? new IsoClock(session.Mapping.TimeZone) : null;
        _stageExpected = $"one of {string.Join(", ", _stageByText.Keys)}";
    }

    public long DoubledLocalTimes { get; private set; }

    public long SkippedLocalTimes { get; private set; }

    public long UndatedRows { get; private set; }

    public bool HasSeen(long deal) => deal < _seen.Count && _seen[(int)deal];

    public long DealsNotIn(DealsLoader deals)
    {
        long count = 0;
        for (int deal = 0; deal < _seen.Count; deal++)
            count += _seen[deal] && !deals.Has(deal) ? 1 : 0;
        return count;
    }

    public void Load()
    {
        LogTable log = _session.Mapping.Log!;
        using CsvTable table = _session.Open(log.File);
        _table = table;
        _columns = table.Columns(_session.Mapping, "log", ("id", log.Id), ("stage", log.Stage), ("enteredAt", log.EnteredAt), ("seq", log.Seq), ("amount", log.Amount), ("lossReason", log.LossReason));
        _amounts = _columns[4] >= 0 ? table.Numbers(_columns[4]) : null;
        for (int i = 0; i < _session.Mapping.Dimensions.Count; i++)
        {
            MappedDimension dimension = _session.Mapping.Dimensions[i];
            if (dimension.From == DimensionSource.Log)
                _dimensions.Add((i, table.Columns(_session.Mapping, "dimensions", (dimension.Name, dimension.Column))[0]));
        }

        (long blank, long used) = (0, 0);
        while (_session.Next(table, ref blank))
        {
            if (!_session.HasShape(table))
                _session.Builder.Reject(RejectReason.NotRepresentable, table.Line);
            else if (TryAddRow())
                used++;
        }

        Flush();
        _session.Done(table, blank, used);
    }

    private bool TryAddRow()
    {
        CsvTable table = _table;
        bool timed = TryReadTime(out long at);
        ReadOnlySpan<char> id = table.Field(_columns[0]);
        if (id.IsEmpty)
            return Refuse(RowDefect.MissingId, 0, "the id of the deal", at);
        if (!_stageBySpan.TryGetValue(table.Field(_columns[1]), out int stage))
            return Refuse(RowDefect.UnknownStage, 1, _stageExpected, at);
        if (!timed)
        {
            return table.Field(_columns[2]).IsEmpty
                ? Refuse(RowDefect.MissingDate, 2, $"{_session.TimeExpected}; to keep rows without a time, set \"undated\": \"keep\" in the mapping", at)
                : Refuse(RowDefect.BadDate, 2, _session.TimeExpected, at);
        }

        long seq = table.Line;
        if (_columns[3] >= 0 && (!long.TryParse(table.Field(_columns[3]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seq) || seq is > MaxSeq or < -MaxSeq))
            return Refuse(RowDefect.BadSeq, 3, "a whole number", at);
        long amount = DealEvent.NoValue;
        if (_columns[4] >= 0 && table.Field(_columns[4]) is { IsEmpty: false } money && !_amounts!.TryRead(money, out amount))
            return Refuse(RowDefect.BadAmount, 4, _amounts.Expected, at);

        Keep(id, at, seq * SeqStep, stage, amount);
        return true;
    }

    private void Keep(ReadOnlySpan<char> id, long at, long seq, int stage, long amount)
    {
        if (_waiting == MaxWaiting)
            Flush();
        CsvTable table = _table;
        Span<long> values = [DealEvent.NoValue, DealEvent.NoValue, DealEvent.NoValue];
        foreach ((int dimension, int column) in _dimensions)
            values[dimension] = _session.ValueOf(dimension, table.Field(column));
        long carried = stage != LostMark ? amount : _columns[5] >= 0 && table.Field(_columns[5]) is { IsEmpty: false } reason ? _session.LossReasons.GetOrAdd(reason) : DealEvent.NoValue;
        _rows[_waiting] = new WaitingRow(at, seq, table.Line, stage, carried, values[0], values[1], values[2]);

        int start = _waiting == 0 ? 0 : _idEnds[_waiting - 1];
        if (start + id.Length > _ids.Length)
            Array.Resize(ref _ids, Math.Max(start + id.Length, 2 * _ids.Length));
        id.CopyTo(_ids.AsSpan(start));
        _idEnds[_waiting++] = start + id.Length;
    }

    // The ids of many rows are looked up at once: with millions of deals each look-up alone would wait for memory.
    private void Flush()
    {
        Span<long> deals = stackalloc long[MaxWaiting];
        deals = deals[.._waiting];
        _session.Deals.GetOrAdd(_ids, _idEnds.AsSpan(0, _waiting), deals);
        for (int i = 0; i < deals.Length; i++)
            AddEvents(deals[i], _rows[i]);
        _waiting = 0;
    }

    private void AddEvents(long deal, in WaitingRow row)
    {
        while (_seen.Count <= deal)
            _seen.Add(false);
        _seen[(int)deal] = true;
        if (row.At == EventTime.Undated)
            UndatedRows++;

        // The move itself can carry the first dimension and a stage's amount; the rest goes just before it.
        if (row.Second != DealEvent.NoValue)
            _session.Builder.Add(new DealEvent(deal, row.At, row.Seq, DealEventKind.Segment, 1, DealEvent.NoValue, row.Second), row.Line);
        if (row.Third != DealEvent.NoValue)
            _session.Builder.Add(new DealEvent(deal, row.At, row.Seq + 1, DealEventKind.Segment, 2, DealEvent.NoValue, row.Third), row.Line);
        bool lost = row.Stage == LostMark;
        long carried = lost && row.Carried == DealEvent.NoValue && _deals is not null ? _deals.ReasonOf(deal) : row.Carried;
        _session.Builder.Add(
            new DealEvent(deal, row.At, row.Seq + SeqStep - 1, lost ? DealEventKind.Lost : DealEventKind.Enter, lost ? 0 : row.Stage, carried, row.First), row.Line);
    }

    private bool TryReadTime(out long at)
    {
        ReadOnlySpan<char> text = _table.Field(_columns[2]);
        at = EventTime.Undated;
        if (text.IsEmpty)
            return _session.Mapping.Undated == UndatedPolicy.Keep;
        LocalTimeReading reading;
        if (!(_isoClock?.TryRead(text, out at, out reading) ?? TimeText.TryReadInstant(text, _session.Mapping.DateFormats, _session.Mapping.TimeZone, out at, out reading)))
            return false;
        DoubledLocalTimes += reading == LocalTimeReading.Twice ? 1 : 0;
        SkippedLocalTimes += reading == LocalTimeReading.Skipped ? 1 : 0;
        return true;
    }

    private bool Refuse(RowDefect defect, int column, string expected, long at)
    {
        _session.Issues.Add(defect, _table, _columns[column], expected);
        _session.Builder.Reject(defect == RowDefect.UnknownStage ? RejectReason.UnknownStage : RejectReason.NotRepresentable, _table.Line, at);
        return false;
    }

    /// <summary>A row whose deal has not been looked up yet.</summary>
    private readonly record struct WaitingRow(long At, long Seq, long Line, int Stage, long Carried, long First, long Second, long Third);
}
