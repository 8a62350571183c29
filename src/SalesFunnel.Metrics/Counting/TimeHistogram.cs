namespace SalesFunnel.Metrics;

/// <summary>The log-linear histograms of all cells, as one ascending list of (cell, stage, end, bucket) keys with counts.</summary>
/// <remarks>Spread over segments, cohorts, stages and ends, most buckets hold few visits, so a table of counters would miss the cache on every visit. New
/// keys are appended to a buffer instead, and merged in order when it is full: sequential memory only. Buffers are kept, and grow by doubling.</remarks>
internal sealed class TimeHistogram
{
    private const int FirstBuffer = 1 << 6;
    private const int LargeBuffer = 1 << 15;

    private long[] _pending = new long[FirstBuffer];
    private long[] _scratch = [];
    private int _pendingCount;
    private BucketTotal[] _totals = [];
    private BucketTotal[] _spare = [];
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

    public long Bytes => ((_pending.Length + (long)_scratch.Length) * sizeof(long)) + ((_totals.Length + (long)_spare.Length) * 16);

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

    private void Compact()
    {
        Merge();
        // Large lists are merged less often: a visit is moved about once per doubling of the list.
        int wanted = Math.Min(_pending.Length * 2, Math.Max(LargeBuffer, _totalCount));
        if (wanted > _pending.Length)
            _pending = new long[wanted];
    }

    private void Merge()
    {
        Span<long> pending = _pending.AsSpan(0, _pendingCount);
        if (_scratch.Length < pending.Length)
            _scratch = new long[_pending.Length];
        RadixSort.Sort(pending, _scratch);
        int most = _totalCount + pending.Length;
        if (_spare.Length < most)
            _spare = new BucketTotal[Math.Max(most, Math.Min(2 * _spare.Length, Array.MaxLength))];

        ReadOnlySpan<BucketTotal> totals = _totals.AsSpan(0, _totalCount);
        Span<BucketTotal> merged = _spare;
        int filled = 0;
        int old = 0;
        for (int i = 0; i < pending.Length;)
        {
            long key = pending[i];
            while (old < totals.Length && totals[old].Key < key)
                merged[filled++] = totals[old++];
            long count = old < totals.Length && totals[old].Key == key ? totals[old++].Count : 0;
            for (; i < pending.Length && pending[i] == key; i++)
                count++;
            merged[filled++] = new BucketTotal(key, count);
        }

        totals[old..].CopyTo(merged[filled..]);
        _totalCount = filled + totals.Length - old;
        (_totals, _spare) = (_spare, _totals);
        _pendingCount = 0;
    }
}
