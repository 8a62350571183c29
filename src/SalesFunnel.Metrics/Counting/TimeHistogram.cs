using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>The log-linear histograms of all cells, as one ascending list of (cell, stage, end, bucket) keys with counts.</summary>
/// <remarks>Spread over segments, cohorts, stages and ends, most buckets hold few visits, so a table of counters would miss the cache on every visit. New
/// keys are appended to a buffer instead, and merged in order when it is full: sequential memory only. Buffers are kept, and grow by doubling. Keys take 32 bits until one needs more, so that sorting moves half the bytes.</remarks>
internal sealed class TimeHistogram
{
    private const int FirstBuffer = 1 << 6;
    private const int LargeBuffer = 1 << 14; // 64 KiB: with its scratch it still sorts within the second-level cache

    private KeyBuffer<uint>? _narrow; // null once a key was too large
    private KeyBuffer<long>? _wide;
    private BucketTotal[] _totals = [];
    private int _totalCount;

    public TimeHistogram() => _narrow = new KeyBuffer<uint>(FirstBuffer);

    private TimeHistogram(TimeHistogram other)
    {
        _narrow = other._narrow?.Clone();
        _wide = other._wide?.Clone();
        _totals = other._totals.AsSpan(0, other._totalCount).ToArray();
        _totalCount = other._totalCount;
    }

    public long Bytes => (_narrow?.Bytes ?? 0) + (_wide?.Bytes ?? 0) + (_totals.Length * 16L);

    public TimeHistogram Clone() => new(this);

    /// <summary>Takes over what another histogram had counted, ascending by key, into one without any.</summary>
    public void Restore(BucketTotal[] totals) => (_totals, _totalCount) = (totals, totals.Length);

    public void Add(long key)
    {
        if (_narrow is { } narrow && key <= uint.MaxValue && narrow.TryAdd((uint)key))
            return;
        AddSlowly(key);
    }

    /// <summary>Everything counted so far, ascending by key.</summary>
    public ReadOnlySpan<BucketTotal> Totals()
    {
        if (_narrow is { Count: > 0 } narrow)
            Merge(narrow);
        if (_wide is { Count: > 0 } wide)
            Merge(wide);
        return _totals.AsSpan(0, _totalCount);
    }

    private void AddSlowly(long key)
    {
        if (_narrow is { } narrow)
        {
            if (key <= uint.MaxValue)
            {
                Compact(narrow);
                narrow.TryAdd((uint)key);
                return;
            }

            Merge(narrow);
            _wide = new KeyBuffer<long>(narrow.Capacity);
            _narrow = null;
        }

        if (_wide!.TryAdd(key))
            return;
        Compact(_wide);
        _wide.TryAdd(key);
    }

    // All buffers grow in one call, so that a stream allocates as seldom as it can.
    private void Compact<T>(KeyBuffer<T> pending)
        where T : unmanaged, IBinaryInteger<T>
    {
        Merge(pending);
        // Half as many as there is room for totals: each total is then read and written about twice for every key that is added to it.
        int wanted = pending.Capacity < LargeBuffer ? pending.Capacity * 4 : _totals.Length / 2;
        if (wanted < pending.Capacity * 2)
            return;
        pending.Grow(wanted);
        ReserveTotals(wanted + (wanted / 2));
    }

    private void Merge<T>(KeyBuffer<T> buffer)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> pending = buffer.TakeSorted();
        int room = _totalCount + pending.Length;
        if (_totals.Length < room)
            ReserveTotals(Math.Max(room, (int)Math.Min(2L * _totals.Length, Array.MaxLength)));

        // From the end, so that the list grows in place; known keys leave a gap, which is closed afterwards.
        BucketTotal[] totals = _totals;
        int old = _totalCount - 1;
        int target = room - 1;
        for (int i = pending.Length - 1; i >= 0;)
        {
            T repeated = pending[i];
            long key = long.CreateTruncating(repeated);
            long count = 0;
            for (; i >= 0 && pending[i] == repeated; i--)
                count++;
            while (old >= 0 && totals[old].Key > key)
                totals[target--] = totals[old--];
            if (old >= 0 && totals[old].Key == key)
                count += totals[old--].Count;
            totals[target--] = new BucketTotal(key, count);
        }

        totals.AsSpan(target + 1, room - target - 1).CopyTo(totals.AsSpan(old + 1));
        _totalCount = room - (target - old);
    }

    private void ReserveTotals(int capacity)
    {
        if (_totals.Length >= capacity)
            return;
        BucketTotal[] larger = GC.AllocateUninitializedArray<BucketTotal>(capacity); // what lies beyond the count is never read
        _totals.AsSpan(0, _totalCount).CopyTo(larger);
        _totals = larger;
    }
}
