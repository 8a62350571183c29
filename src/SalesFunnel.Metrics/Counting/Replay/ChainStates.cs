namespace SalesFunnel.Metrics;

/// <summary>By level, the chains that can go on: for each way of going on the best one is enough. See <see cref="ChainKey"/>.</summary>
internal sealed class ChainStates
{
    private readonly ChainRules _rules;
    private readonly ChainKey[] _best;
    private readonly ChainKey[] _direct; // those that end in the group just before
    private readonly GapQueue?[,] _queues; // by level and next step
    private long _directAt;

    public ChainStates(ChainRules rules)
    {
        _rules = rules;
        _best = new ChainKey[rules.Steps + 1];
        _direct = new ChainKey[rules.Steps + 1];
        _queues = new GapQueue?[rules.Steps + 1, rules.Steps];
        for (int step = 1; step < rules.Steps; step++)
        {
            for (int level = rules.NearestLevel(step); level <= step && !rules.IsDirect(step) && rules.HasGap(step); level++)
                _queues[level, step] = new GapQueue(rules.MinGaps[step], rules.MaxGaps[step]);
        }

        Clear();
    }

    /// <summary>Gets a chain whose start is the latest of all that can go on.</summary>
    public ChainKey Newest { get; private set; }

    public void Clear()
    {
        for (int level = 0; level <= _rules.Steps; level++)
            Clear(level);
        Newest = ChainKey.None;
    }

    public ChainKey At(int level) => _best[level];

    public bool IsLive(int level, long at) => IsLive(_best[level], at);

    public bool IsLive(long at) => IsLive(Newest, at);

    /// <summary>The best chain that a step at a time can continue, within the window, or none.</summary>
    public ChainKey Before(int step, long at)
    {
        ChainKey best = ChainKey.None;
        for (int level = _rules.NearestLevel(step); level <= step; level++)
            Leaving(level, step, at).Raise(ref best);
        return IsLive(best, at) ? best : ChainKey.None;
    }

    /// <summary>Forgets the chains of a level.</summary>
    public void Clear(int level)
    {
        _best[level] = _direct[level] = ChainKey.None;
        for (int step = level; step < _rules.Steps; step++)
            _queues[level, step]?.Clear();
    }

    public void FindNewest()
    {
        ChainKey newest = ChainKey.None;
        foreach (ChainKey key in _best)
            key.Raise(ref newest);
        Newest = newest;
    }

    public void Push(int level, long at, ChainKey key)
    {
        key.Raise(ref _best[level]);
        if (key.IsBetterThan(Newest))
            Newest = key;
        for (int step = level; step < _rules.Steps && _rules.NearestLevel(step) <= level; step++)
            _queues[level, step]?.Push(at, key);
    }

    /// <summary>Starts a new group: nothing follows directly any more but what comes now.</summary>
    public void ClearDirect(long at)
    {
        if (_rules.Direct == 0)
            return;
        _direct.AsSpan().Fill(ChainKey.None);
        _directAt = at;
    }

    public void PushDirect(int level, ChainKey key) => key.Raise(ref _direct[level]);

    private ChainKey Leaving(int level, int step, long at)
    {
        if (_queues[level, step] is { } queue)
            return queue.Best(at);
        if (!_rules.IsDirect(step))
            return _best[level];
        ulong gap = ChainRules.Elapsed(_directAt, at);
        return gap >= _rules.MinGaps[step] && gap <= _rules.MaxGaps[step] ? _direct[level] : ChainKey.None;
    }

    private bool IsLive(ChainKey key, long at) => key.Exists && ChainRules.Elapsed(key.Start, at) <= _rules.Window;
}
