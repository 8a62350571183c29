namespace SalesFunnel.Metrics;

/// <summary>The log-linear histograms of all cells, as one ascending list of (cell, stage, end, bucket) keys with counts.</summary>
/// <remarks>Spread over segments, cohorts, stages and ends, most buckets hold few visits, so a table of counters would miss the cache on every visit. New
/// keys are appended to a buffer instead, and merged in order when it is full: sequential memory only. Buffers are kept, and grow by doubling.</remarks>
internal sealed class TimeHistogram
{
    private const int FirstBuffer = 1 << 6;
    private const int LargeBuffer = 1 << 14; // 128 KiB: with its scratch it still sorts within the second-level cache

    private long[] _pending = new long[FirstBuffer];
    private long[] _scratch = [];
    private int _pendingCount;
    private BucketTotal[] _totals = [];
    private int _totalCount;

    public TimeHistogram()
    {
    }

    private TimeHistogram(TimeHistogram other)
    {
        _pending = (long[])other._pending.Clone();
        _pendingCount = other._pendingCount;
        _totals = other._totals.AsSpan(0, other._totalCount).ToArray();
        _totalCount = other._totalCount;
    }

    public long Bytes => ((_pending.Length + (long)_scratch.Length) * sizeof(long)) + (_totals.Length * 16L);

    public TimeHistogram Clone() => new(this);

    public void Add(long key)
    {
        if (_pendingCount == _pending.Length)
            Compact();
        _pending[_pendingCount++] = key;
    }

    /// <summary>Everything counted so far, ascending by key.</summary>
    public ReadOnlySpan<BucketTotal> Totals()
    {
        if (_pendingCount > 0)
            Merge();
        return _totals.AsSpan(0, _totalCount);
    }

    // All buffers grow in one call, so that a stream allocates as seldom as it can.
    private void Compact()
    {
        Merge();
        // Half as many as there is room for totals: each total is then read and written about twice for every key that is added to it.
        int wanted = _pending.Length < LargeBuffer ? _pending.Length * 4 : _totals.Length / 2;
        if (wanted < _pending.Length * 2)
            return;
        _pending = new long[wanted];
        _scratch = new long[wanted];
        ReserveTotals(wanted + (wanted / 2));
    }

    private void Merge()
    {
        Span<long> pending = _pending.AsSpan(0, _pendingCount);
        if (_scratch.Length < pending.Length)
            _scratch = new long[_pending.Length];
        RadixSort.Sort(pending, _scratch);

        int room = _totalCount + pending.Length;
        if (_totals.Length < room)
            ReserveTotals(Math.Max(room, (int)Math.Min(2L * _totals.Length, Array.MaxLength)));

        // From the end, so that the list grows in place; known keys leave a gap, which is closed afterwards.
        int old = _totalCount - 1;
        int target = room - 1;
        for (int i = pending.Length - 1; i >= 0;)
        {
            long key = pending[i];
            long count = 0;
            for (; i >= 0 && pending[i] == key; i--)
                count++;
            while (old >= 0 && _totals[old].Key > key)
                _totals[target--] = _totals[old--];
            if (old >= 0 && _totals[old].Key == key)
                count += _totals[old--].Count;
            _totals[target--] = new BucketTotal(key, count);
        }

        _totals.AsSpan(target + 1, room - target - 1).CopyTo(_totals.AsSpan(old + 1));
        _totalCount = room - (target - old);
        _pendingCount = 0;
    }

    private void ReserveTotals(int capacity)
    {
        if (_totals.Length < capacity)
            Array.Resize(ref _totals, capacity);
    }
}
