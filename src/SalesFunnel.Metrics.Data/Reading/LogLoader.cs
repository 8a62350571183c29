using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Turns rows of the log into events.</summary>
internal sealed class LogLoader
{
    private const int SeqStep = 4; // up to two dimension events, then the move itself, share one row's number
    private const long MaxSeq = long.MaxValue / SeqStep / 2;
    private const int LostMark = -2;

    private readonly ReadSession _session;
    private readonly DealsLoader? _deals;
    private readonly Dictionary<string, int> _stageByText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _stageBySpan;
    private readonly List<(int Dimension, int Column)> _dimensions = [];
    private readonly List<bool> _seen = []; // by deal
    private readonly string _stageExpected;
    private CsvTable _table = null!;
    private int[] _columns = [];

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

        _session.Done(table, blank, used);
    }

    private bool TryAddRow()
    {
        CsvTable table = _table;
        bool timed = TryReadTime(out long at);
        if (table.Field(_columns[0]).IsEmpty)
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
        if (_columns[4] >= 0 && table.Field(_columns[4]) is { IsEmpty: false } money && !table.Numbers(_columns[4]).TryRead(money, out amount))
            return Refuse(RowDefect.BadAmount, 4, table.Numbers(_columns[4]).Expected, at);

        AddEvents(table, at, seq * SeqStep, stage, amount);
        return true;
    }

    private void AddEvents(CsvTable table, long at, long seq, int stage, long amount)
    {
        long deal = _session.Deals.GetOrAdd(table.Field(_columns[0]));
        while (_seen.Count <= deal)
            _seen.Add(false);
        _seen[(int)deal] = true;
        if (at == EventTime.Undated)
            UndatedRows++;

        // The move itself can carry the first dimension and a stage's amount; the rest goes just before it.
        long first = DealEvent.NoValue;
        foreach ((int dimension, int column) in _dimensions)
        {
            long value = _session.ValueOf(dimension, table.Field(column));
            if (dimension == 0)
                first = value;
            else if (value != DealEvent.NoValue)
                _session.Builder.Add(new DealEvent(deal, at, seq + dimension - 1, DealEventKind.Segment, dimension, DealEvent.NoValue, value), table.Line);
        }

        bool lost = stage == LostMark;
        long carried = lost ? ReasonOf(table, deal) : amount;
        _session.Builder.Add(
            new DealEvent(deal, at, seq + SeqStep - 1, lost ? DealEventKind.Lost : DealEventKind.Enter, lost ? 0 : stage, carried, first), table.Line);
    }

    private long ReasonOf(CsvTable table, long deal)
    {
        if (_columns[5] >= 0 && table.Field(_columns[5]) is { IsEmpty: false } text)
            return _session.LossReasons.GetOrAdd(text);
        return _deals?.ReasonOf(deal) ?? DealEvent.NoValue;
    }

    private bool TryReadTime(out long at)
    {
        ReadOnlySpan<char> text = _table.Field(_columns[2]);
        at = EventTime.Undated;
        if (text.IsEmpty)
            return _session.Mapping.Undated == UndatedPolicy.Keep;
        if (!TimeText.TryReadInstant(text, _session.Mapping.DateFormats, _session.Mapping.TimeZone, out at, out LocalTimeReading reading))
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
}
