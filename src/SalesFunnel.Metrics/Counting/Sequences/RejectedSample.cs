namespace SalesFunnel.Metrics;

/// <summary>Rejected events of one reason: how many, and the earliest of them.</summary>
internal sealed class RejectedSample
{
    private readonly (long At, long Entity)[] _samples = new (long, long)[RejectedSequenceEvents.MaxSamples];
    private int _kept;

    public long Count { get; private set; }

    public ReadOnlySpan<(long At, long Entity)> Samples => _samples.AsSpan(0, _kept);

    public void Add(long entity, long at)
    {
        Count++;
        Keep(at, entity);
    }

    public void Add(RejectedSample other)
    {
        Count += other.Count;
        foreach ((long at, long entity) in other.Samples)
            Keep(at, entity);
    }

    public void Add(RejectedSequenceEvents other)
    {
        Count += other.Count;
        foreach ((long entity, long at) in other.Samples)
            Keep(at, entity);
    }

    public void Clear() => (Count, _kept) = (0, 0);

    // The smallest, whatever the order in which they come: equal events are kept once each.
    private void Keep(long at, long entity)
    {
        if (_kept == _samples.Length && (at, entity).CompareTo(_samples[^1]) >= 0)
            return;
        int place = _kept == _samples.Length ? _kept - 1 : _kept++;
        for (; place > 0 && _samples[place - 1].CompareTo((at, entity)) > 0; place--)
            _samples[place] = _samples[place - 1];
        _samples[place] = (at, entity);
    }
}
