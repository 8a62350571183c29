namespace SalesFunnel.Metrics.Data;

/// <summary>Which deals went into which, kept until all deals are known.</summary>
internal sealed class MergeList
{
    private const long LastSeq = long.MaxValue / 2; // behind every other event of the deal

    private readonly List<(long Survivor, string Merged, long Position)> _merges = [];
    private readonly List<long> _lastAt = []; // by deal

    /// <summary>Gets how many deals were taken out because they went into another one.</summary>
    public long MergedDeals { get; private set; }

    /// <summary>Gets how many merged ids no row has: most systems hide such deals.</summary>
    public long WithoutDeal { get; private set; }

    public void NoteLastTime(long deal, long at)
    {
        while (_lastAt.Count <= deal)
            _lastAt.Add(EventTime.Undated);
        _lastAt[(int)deal] = Math.Max(_lastAt[(int)deal], at);
    }

    public void Add(long survivor, string merged, long position) => _merges.Add((survivor, merged, position));

    public void AddToLog(ReadSession session, Func<long, bool> hasSeen)
    {
        var done = new HashSet<long>();
        foreach ((long survivor, string merged, long position) in _merges)
        {
            if (!session.Deals.TryGet(merged, out long deal) || !hasSeen(deal) || deal == survivor)
            {
                WithoutDeal++;
                continue;
            }

            if (!done.Add(deal))
                continue;
            MergedDeals++;
            long at = deal < _lastAt.Count ? _lastAt[(int)deal] : EventTime.Undated;
            session.Builder.Add(new DealEvent(deal, at, LastSeq, DealEventKind.MergedInto, 0, survivor, DealEvent.NoValue), position);
        }
    }
}
