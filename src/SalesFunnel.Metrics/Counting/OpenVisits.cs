using System.Buffers;

namespace SalesFunnel.Metrics;

/// <summary>The visits that are open at a snapshot, by cell and stage. They enter the snapshot and not the state, so they stand beside the cells instead of in a copy of them.</summary>
internal sealed class OpenVisits : IDisposable
{
    private readonly CellLayout _layout;
    private readonly long _bucketsPerCell;
    private readonly bool _keepsTimes;
    private readonly long[] _times; // by cell and stage: count, sum (2)
    private long[] _keys; // as in the histogram of the cells; rented
    private int _count;
    private BucketTotal[] _totals = [];

    public OpenVisits(CellStore cells, int mostVisits)
    {
        _layout = cells.Layout;
        _bucketsPerCell = cells.BucketsPerCell;
        _keepsTimes = cells.Detail != TimeDetail.None;
        _times = new long[cells.Count * 3 * _layout.OpenStages];
        _keys = ArrayPool<long>.Shared.Rent(mostVisits);
    }

    /// <summary>The visits by key, ascending; once all are there.</summary>
    public ReadOnlySpan<BucketTotal> Totals => _totals;

    public void Add(int cell, int stage, long micros)
    {
        if (!_keepsTimes)
            return;
        CellStore.AddToTimes(_times.AsSpan(((cell * _layout.OpenStages) + stage) * 3, 3), micros);
        _keys[_count++] = (cell * _bucketsPerCell) + CellLayout.TimeKey(stage, VisitEnd.StillOpen, Statistics.LogLinearBuckets.IndexOf(micros));
    }

    /// <summary>Sorts the visits, when all are there.</summary>
    public void Close()
    {
        long[] scratch = ArrayPool<long>.Shared.Rent(_count);
        try
        {
            RadixSort.Sort(_keys.AsSpan(0, _count), scratch);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(scratch);
        }

        int distinct = 0;
        for (int i = 0; i < _count; i++)
            distinct += i == 0 || _keys[i] != _keys[i - 1] ? 1 : 0;
        _totals = new BucketTotal[distinct];
        int next = 0;
        for (int i = 0; i < _count;)
        {
            int start = i;
            while (i < _count && _keys[i] == _keys[start])
                i++;
            _totals[next++] = new BucketTotal(_keys[start], i - start);
        }
    }

    /// <summary>Copies counts and sums of a cell to where a snapshot has them.</summary>
    public void CopyTimes(int cell, long[] counters)
    {
        for (int stage = 0; stage < _layout.OpenStages; stage++)
            _times.AsSpan(((cell * _layout.OpenStages) + stage) * 3, 3).CopyTo(counters.AsSpan(_layout.Times(stage, VisitEnd.StillOpen), 3));
    }

    public void Dispose()
    {
        ArrayPool<long>.Shared.Return(_keys);
        _keys = [];
    }
}
