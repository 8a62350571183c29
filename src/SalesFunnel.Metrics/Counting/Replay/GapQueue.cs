namespace SalesFunnel.Metrics;

/// <summary>The best of the chains whose last step is neither too near nor too far: the maximum of a sliding window, amortized constant time. Times may run forward or backward.</summary>
internal sealed class GapQueue(ulong nearest, ulong farthest)
{
    private readonly List<(long At, ChainKey Key)> _waiting = [];
    private readonly List<(long At, ChainKey Key)> _ready = []; // keys descending: what is older and no better is gone
    private int _firstWaiting;
    private int _firstReady;

    public void Clear()
    {
        _waiting.Clear();
        _ready.Clear();
        _firstWaiting = _firstReady = 0;
    }

    public void Push(long at, ChainKey key) => _waiting.Add((at, key));

    public ChainKey Best(long at)
    {
        for (; _firstWaiting < _waiting.Count && Distance(_waiting[_firstWaiting].At, at) >= nearest; _firstWaiting++)
            MakeReady(_waiting[_firstWaiting]);
        while (_firstReady < _ready.Count && Distance(_ready[_firstReady].At, at) > farthest)
            _firstReady++;
        return _firstReady < _ready.Count ? _ready[_firstReady].Key : ChainKey.None;
    }

    private void MakeReady((long At, ChainKey Key) item)
    {
        while (_ready.Count > _firstReady && !_ready[^1].Key.IsBetterThan(item.Key))
            _ready.RemoveAt(_ready.Count - 1);
        _ready.Add(item);
    }

    private static ulong Distance(long a, long b) => a <= b ? ChainRules.Elapsed(a, b) : ChainRules.Elapsed(b, a);
}
