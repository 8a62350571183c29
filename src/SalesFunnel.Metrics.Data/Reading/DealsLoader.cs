namespace SalesFunnel.Metrics.Data;

/// <summary>Reads the table of deals, and adds what it says about the deals that the log knows.</summary>
internal sealed class DealsLoader
{
    private const long PositionOfFile = 1L << FunnelData.FileShift;

    private readonly ReadSession _session;
    private readonly List<long> _lines = []; // by deal; every deal of this table has an id before the log is read
    private readonly List<long> _amounts = [];
    private readonly List<long> _reasons = [];
    private readonly List<bool> _deleted = [];
    private readonly StatusReader _statuses;
    private readonly List<(int Dimension, List<long> Values)> _dimensions = [];

    private DealsLoader(ReadSession session)
    {
        _session = session;
        _statuses = new StatusReader(session.Mapping.Statuses);
    }

    public static DealsLoader Load(ReadSession session, DealsTable deals)
    {
        var loader = new DealsLoader(session);
        loader.Read(deals);
        return loader;
    }

    public bool Has(long deal) => deal < _lines.Count;

    /// <summary>Whether the table says that the deal was deleted.</summary>
    public bool IsDeleted(long deal) => Has(deal) && _deleted[(int)deal];

    public long ReasonOf(long deal) => Has(deal) ? _reasons[(int)deal] : DealEvent.NoValue;

    /// <summary>Adds amounts and dimension values as undated events: they describe the deal for its whole life.</summary>
    public void AddToLog(Func<long, bool> hasSeen)
    {
        string file = _session.Mapping.Deals!.File;
        for (int deal = 0; deal < _lines.Count; deal++)
        {
            if (!hasSeen(deal))
            {
                _session.Issues.Add(RowDefect.DealWithoutLog, file, _lines[deal], _session.Mapping.Deals.Id, _session.Deals.OuterId(deal), $"at least one usable row with this id in {_session.Mapping.MainFile}");
                continue;
            }

            long position = PositionOfFile | _lines[deal];
            foreach ((int dimension, List<long> values) in _dimensions)
            {
                if (values[deal] != DealEvent.NoValue)
                    _session.Builder.Add(new DealEvent(deal, EventTime.Undated, DealEvent.NoSeq, DealEventKind.Segment, dimension, DealEvent.NoValue, values[deal]), position);
            }

            if (_amounts[deal] != DealEvent.NoValue)
                _session.Builder.Add(new DealEvent(deal, EventTime.Undated, DealEvent.NoSeq, DealEventKind.Amount, 0, _amounts[deal], DealEvent.NoValue), position);
        }
    }

    private void Read(DealsTable deals)
    {
        using CsvTable table = _session.Open(deals.File);
        int[] columns = table.Columns(_session.Mapping, "deals", ("id", deals.Id), ("amount", deals.Amount), ("lossReason", deals.LossReason), ("currency", deals.Currency), ("status", deals.Status), ("deleted", deals.Deleted), ("mergedIds", deals.MergedIds));
        var dimensionColumns = new List<int>();
        for (int i = 0; i < _session.Mapping.Dimensions.Count; i++)
        {
            MappedDimension dimension = _session.Mapping.Dimensions[i];
            if (dimension.From != DimensionSource.Deals)
                continue;
            _dimensions.Add((i, []));
            dimensionColumns.Add(table.Columns(_session.Mapping, "dimensions", (dimension.Name, dimension.Column))[0]);
        }

        (long blank, long used) = (0, 0);
        while (_session.Next(table, ref blank))
        {
            if (!_session.IsFooter(table, blank) && _session.HasShape(table) && TryAddRow(table, columns, dimensionColumns))
                used++;
        }

        _session.Done(table, blank, used);
    }

    private bool TryAddRow(CsvTable table, int[] columns, List<int> dimensionColumns)
    {
        ReadOnlySpan<char> id = _session.DealId(table.Field(columns[0]));
        if (id.IsEmpty)
        {
            _session.Issues.Add(RowDefect.MissingId, table, columns[0], "the id of the deal");
            return false;
        }

        if (_session.Deals.TryGet(id, out long known))
        {
            _session.Issues.Add(RowDefect.DuplicateRow, table, columns[0], $"each id once; it is also on line {_lines[(int)known].ToString(System.Globalization.CultureInfo.InvariantCulture)}");
            return false;
        }

        if (!TryReadDeleted(table, columns, out bool isDeleted))
            return false;
        long deal = _session.Deals.GetOrAdd(id);
        _lines.Add(table.Line);
        _deleted.Add(isDeleted);
        if (!_session.Amounts.TryRead(table, columns[1], columns[3], out long amount))
            _session.Issues.Add(RowDefect.BadAmount, table, columns[1], table.Numbers(columns[1]).Expected);
        _amounts.Add(amount == 0 && _session.Mapping.Deals!.ZeroIsNoAmount ? DealEvent.NoValue : amount);
        if (columns[6] >= 0)
            _session.NoteMerged(table, table.Field(columns[6]), deal);
        _reasons.Add(columns[2] >= 0 && table.Field(columns[2]) is { IsEmpty: false } reason ? _session.LossReasons.GetOrAdd(reason) : DealEvent.NoValue);
        for (int i = 0; i < _dimensions.Count; i++)
            _dimensions[i].Values.Add(_session.ValueOf(_dimensions[i].Dimension, table.Field(dimensionColumns[i])));
        return true;
    }

    private bool TryReadDeleted(CsvTable table, int[] columns, out bool isDeleted)
    {
        isDeleted = false;
        DealStatus status = DealStatus.Open;
        if (columns[5] >= 0 && !StatusReader.TryReadFlag(table.Field(columns[5]), out isDeleted))
        {
            _session.Issues.Add(RowDefect.UnknownStatus, table, columns[5], StatusReader.FlagExpected);
            return false;
        }

        if (columns[4] >= 0 && table.Field(columns[4]) is { IsEmpty: false } text && !_statuses.TryGet(text, out status))
        {
            _session.Issues.Add(RowDefect.UnknownStatus, table, columns[4], _statuses.Expected);
            return false;
        }

        isDeleted |= status == DealStatus.Deleted;
        return true;
    }
}
