namespace SalesFunnel.Metrics;

/// <summary>The cells inside a state: key, the counters that are not zero, and the histogram.</summary>
internal sealed class CellCodec(FunnelDefinition definition, CohortCalendar? calendar, CellLayout layout)
{
    private const int MinBytes = 4; // a value, how many counters, one of them, how many buckets

    private readonly CellPlaces _places = new(layout);

    public void Write(ref StateWriter writer, ReadOnlySpan<SnapshotCell> cells)
    {
        writer.Number(cells.Length);
        foreach (SnapshotCell cell in cells)
            Write(ref writer, cell);
    }

    /// <summary>What must hold for all cells together.</summary>
    public CellChecks Checks(long events) => new(layout, _places, events);

    public SnapshotCell[] Read(ref StateReader reader, long events)
    {
        int count = reader.Count(MinBytes, "the number of cells");
        var cells = new SnapshotCell[count];
        CellChecks checks = Checks(events);
        for (int i = 0; i < count; i++)
        {
            int start = reader.Position;
            var key = new CellKey(ReadSegment(ref reader), ReadCohort(ref reader));
            if (i > 0 && cells[i - 1].Key.CompareTo(key) >= 0)
                throw reader.Inconsistent("cells are not in ascending order.", start);
            cells[i] = ReadCounts(ref reader, key, checks, mayBeEmpty: false);
        }

        return cells;
    }

    // The reserved values become 0 and 2, and small numbers small ones: signs alternate, moved up by three, modulo 2⁶⁴.
    internal static ulong Fold(long value) => unchecked(((ulong)(value << 1) ^ (ulong)(value >> 63)) + 3);

    internal static long Unfold(ulong value)
    {
        unchecked
        {
            value -= 3;
            return (long)(value >> 1) ^ -(long)(value & 1);
        }
    }

    public void WriteSegment(ref StateWriter writer, SegmentKey segment)
    {
        for (int i = 0; i < definition.Dimensions.Count; i++)
            writer.Number(Fold(segment[i]));
    }

    public SegmentKey ReadSegment(ref StateReader reader)
    {
        SegmentKey segment = SegmentKey.None;
        for (int i = 0; i < definition.Dimensions.Count; i++)
            segment = segment.With(i, Unfold(reader.Number()));
        return segment;
    }

    public void WriteCohort(ref StateWriter writer, int cohort)
    {
        if (calendar is not null)
            writer.Number(cohort == CohortPeriod.UndatedNumber ? 0 : cohort + 1L);
    }

    public int ReadCohort(ref StateReader reader)
    {
        if (calendar is null)
            return 0;
        long cohort = reader.Number(calendar.LastNumber + 1L, "the cohort");
        return cohort == 0 ? CohortPeriod.UndatedNumber : (int)cohort - 1;
    }

    private void Write(ref StateWriter writer, SnapshotCell cell)
    {
        WriteSegment(ref writer, cell.Key.Segment);
        WriteCohort(ref writer, cell.Key.Cohort);
        WriteCounts(ref writer, cell);
    }

    /// <summary>Counters and histogram of a cell.</summary>
    public void WriteCounts(ref StateWriter writer, SnapshotCell cell)
    {
        int used = 0;
        for (int i = 0; i < _places.Count; i++)
            used += cell.Counters[_places[i]] != 0 ? 1 : 0;
        writer.Number(used);
        int next = 0;
        for (int i = 0; i < _places.Count; i++)
        {
            if (cell.Counters[_places[i]] == 0)
                continue;
            writer.Number(i - next);
            writer.Number((ulong)cell.Counters[_places[i]]);
            next = i + 1;
        }

        writer.Number(cell.Buckets.Length);
        int nextKey = 0;
        foreach (BucketCount bucket in cell.Buckets)
        {
            writer.Number(bucket.Key - nextKey);
            writer.Number(bucket.Count - 1);
            nextKey = bucket.Key + 1;
        }
    }

    /// <summary>Counters and histogram of a cell, checked.</summary>
    /// <param name="reader">Where to read.</param>
    /// <param name="key">The key of the cell.</param>
    /// <param name="checks">The checks that the cells before it have passed.</param>
    /// <param name="mayBeEmpty">Whether a cell may count nothing.</param>
    public SnapshotCell ReadCounts(ref StateReader reader, CellKey key, CellChecks checks, bool mayBeEmpty)
    {
        int start = reader.Position;
        long[] counters = ReadCounters(ref reader, mayBeEmpty);
        var cell = new SnapshotCell(key, counters, ReadBuckets(ref reader));
        return checks.WrongIn(cell) is { } wrong ? throw reader.Inconsistent(wrong, start) : cell;
    }

    private long[] ReadCounters(ref StateReader reader, bool mayBeEmpty)
    {
        int used = (int)reader.Number(_places.Count, "the number of counters");
        if (used == 0 && !mayBeEmpty)
            throw reader.Inconsistent("a cell counts nothing.");
        var counters = new long[layout.Length];
        int place = 0;
        for (int i = 0; i < used; i++, place++)
        {
            place += (int)reader.Number(_places.Count - place - (used - i), "the place of a counter");
            ulong value = reader.Number();
            if (value == 0)
                throw reader.Inconsistent("a counter is zero and yet written.");
            counters[_places[place]] = (long)value;
        }

        return counters;
    }

    private BucketCount[] ReadBuckets(ref StateReader reader)
    {
        int end = CellLayout.TimeKey(layout.OpenStages, VisitEnd.Onward, 0);
        var buckets = new BucketCount[reader.Count(2, "the number of buckets")];
        long key = 0;
        for (int i = 0; i < buckets.Length; i++, key++)
        {
            key += reader.Number(Math.Max(end - 1 - key, 0), "the key of a bucket");
            if (key >= end)
                throw reader.Inconsistent("there are more buckets than the funnel has.");
            buckets[i] = new BucketCount((int)key, reader.Number(CellChecks.MaxEvents, "the count of a bucket") + 1);
        }

        return buckets;
    }
}
