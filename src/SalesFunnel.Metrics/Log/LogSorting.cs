namespace SalesFunnel.Metrics;

/// <summary>Turns rows in input order into columns by deal, then (time, seq, input order).</summary>
/// <remarks>Each row is read twice, once in input order and once in that of its deal, and written once: memory is the bottleneck. Input that
/// already stands by deal needs no order at all.</remarks>
internal sealed class LogSorting
{
    private readonly LogRows _rows;
    private readonly long[] _entities;
    private readonly int[] _starts; // by deal
    private readonly int[] _order; // rows by deal; empty when they stand so
    private readonly long _lastAt = EventTime.Undated;
    private LogRow[] _deal = new LogRow[64];
    private long _touched;

    public LogSorting(LogRows rows, long[] entities)
    {
        _rows = rows;
        _entities = entities;
        _starts = new int[entities.Length + 1];
        bool grouped = true;
        int last = 0;
        for (int block = 0; block < rows.Blocks; block++)
        {
            foreach (ref readonly NarrowLogRow row in rows.Block(block))
            {
                _starts[row.Deal + 1]++;
                grouped &= row.Deal >= last; // deals are numbered by their first row
                last = row.Deal;
                _lastAt = Math.Max(_lastAt, row.At);
            }
        }

        for (int deal = 0; deal < entities.Length; deal++)
            _starts[deal + 1] += _starts[deal];
        _order = grouped ? [] : RowsByDeal();
    }

    public LogColumns ToColumns(List<LogColumns.RejectedRow> rejectedBefore, bool hasFullHistory)
    {
        int rows = _rows.Count;
        var at = GC.AllocateUninitializedArray<long>(rows);
        bool hasSeq = _rows.HasSeq;
        var seq = new LongColumn(hasSeq ? rows : 0, _rows.HasNarrowSeqs);
        var kind = GC.AllocateUninitializedArray<DealEventKind>(rows);
        var stage = GC.AllocateUninitializedArray<byte>(rows);
        var value = GC.AllocateUninitializedArray<long>(rows);
        var segment = new LongColumn(rows, _rows.HasNarrowSegments);
        var position = new LongColumn(rows, _rows.HasNarrowPositions);
        var starts = new int[_starts.Length];
        var rejected = new List<LogColumns.RejectedRow>(rejectedBefore);
        (int filled, int fetched) = (0, 0);
        for (int deal = 0; deal < _entities.Length; deal++)
        {
            starts[deal] = filled;
            if (_starts[deal + 1] > fetched && _order.Length > 0)
                fetched = Fetch(fetched);
            ReadOnlySpan<LogRow> sorted = Sorted(deal);
            for (int i = 0; i < sorted.Length; i++)
            {
                ref readonly LogRow row = ref sorted[i];
                if (i > 0 && row.Duplicates(sorted[i - 1]))
                {
                    rejected.Add(new LogColumns.RejectedRow(RejectReason.Duplicate, row.Position, row.At));
                    continue;
                }

                at[filled] = row.At;
                if (hasSeq)
                    seq.Set(filled, row.Seq);
                kind[filled] = row.Kind;
                stage[filled] = row.Stage;
                value[filled] = row.Value;
                segment.Set(filled, row.Segment);
                position.Set(filled++, row.Position);
            }
        }

        starts[^1] = filled;
        return new LogColumns
        {
            Entities = _entities,
            Starts = starts,
            At = Cut(at, filled),
            Seq = seq.Cut(hasSeq ? filled : 0),
            Kind = Cut(kind, filled),
            Stage = Cut(stage, filled),
            Value = Cut(value, filled),
            Segment = segment.Cut(filled),
            Position = position.Cut(filled),
            Rejected = rejected,
            HasFullHistory = hasFullHistory,
            LastAt = _lastAt,
        };
    }

    private static T[] Cut<T>(T[] column, int length)
    {
        Array.Resize(ref column, length); // the same array when nothing was a duplicate
        return column;
    }

    private int[] RowsByDeal()
    {
        int[] next = _starts.AsSpan(0, _entities.Length).ToArray();
        var order = GC.AllocateUninitializedArray<int>(_rows.Count);
        int number = 0;
        for (int block = 0; block < _rows.Blocks; block++)
        {
            foreach (ref readonly NarrowLogRow row in _rows.Block(block))
                order[next[row.Deal]++] = number++;
        }

        return order;
    }

    // Touches the next rows in a short loop, so that the processor asks for the memory of many at once.
    private int Fetch(int first)
    {
        const int Ahead = 64;
        int end = Math.Min(first + Ahead, _order.Length);
        long touched = 0;
        foreach (int row in _order.AsSpan(first..end))
            touched += _rows[row].At + _rows[row].Stage; // the first and the last field: a row can lie on two cache lines
        _touched += touched;
        return end;
    }

    // Most sources deliver each deal sorted, so look before sorting.
    private Span<LogRow> Sorted(int deal)
    {
        (int start, int length) = (_starts[deal], _starts[deal + 1] - _starts[deal]);
        if (_deal.Length < length)
            _deal = new LogRow[Math.Max(length, (int)Math.Min(Array.MaxLength, 2L * _deal.Length))];
        Span<LogRow> rows = _deal.AsSpan(0, length);
        bool isSorted = true;
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = _rows.Whole(_order.Length > 0 ? _order[start + i] : start + i);
            isSorted &= i == 0 || !rows[i - 1].IsAfter(rows[i]);
        }

        if (!isSorted)
            SortStably(rows);
        return rows;
    }

    private static void SortStably(Span<LogRow> rows)
    {
        const int FewRows = 24;
        if (rows.Length > FewRows)
        {
            LogRow[] unsorted = rows.ToArray();
            int[] order = [.. Enumerable.Range(0, unsorted.Length)];
            order.AsSpan().Sort((a, b) => unsorted[a].IsAfter(unsorted[b]) ? 1 : unsorted[b].IsAfter(unsorted[a]) ? -1 : a.CompareTo(b));
            for (int i = 0; i < order.Length; i++)
                rows[i] = unsorted[order[i]];
            return;
        }

        for (int i = 1; i < rows.Length; i++)
        {
            LogRow row = rows[i];
            int place = i;
            for (; place > 0 && rows[place - 1].IsAfter(row); place--)
                rows[place] = rows[place - 1];
            rows[place] = row;
        }
    }
}
