namespace SalesFunnel.Metrics;

/// <summary>Keeps the events of each entity, and evaluates them when asked. Events may come in any order: they are sorted by time, then arrival.</summary>
internal sealed class ReplayStore
{
    private const int FirstEvents = 64;

    private static readonly Comparison<ReplayEvent> s_byTime = static (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Order.CompareTo(b.Order);

    private readonly SequenceDefinition _definition;
    private readonly SequenceOptions _options;
    private readonly ISequenceEvaluator _evaluator;
    private readonly Dictionary<long, int> _last = []; // place of the last event by entity
    private ReplayEvent[] _events = new ReplayEvent[FirstEvents];
    private int[] _before = new int[FirstEvents]; // place of the entity's event before, or −1
    private int _count;
    private long _arrivals;
    private ReplayEvent[] _scratch = [];

    public ReplayStore(SequenceDefinition definition, SequenceOptions options)
    {
        _definition = definition;
        _options = options;
        _evaluator = SequenceEvaluators.For(definition, options);
        _last.EnsureCapacity(options.ExpectedEntities);
    }

    public long Count => _last.Count;

    public int EventCount => _count;

    public long LastAt { get; private set; } = long.MinValue;

    public RejectedSample NotRepresentable { get; } = new();

    public long Bytes => (_events.LongLength * 44) + (_last.Capacity * 24L);

    public void Add(in SequenceEvent e)
    {
        long order = _arrivals++;
        if (!SequenceTime.CanBeGiven(e.At, _options.Resolution))
        {
            NotRepresentable.Add(e.Entity, e.At);
            return;
        }

        if (_count == _events.Length)
        {
            Array.Resize(ref _events, checked(_count * 2));
            Array.Resize(ref _before, _count * 2);
        }

        ref int last = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_last, e.Entity, out bool isKnown);
        _events[_count] = new ReplayEvent(e.At, order, e.Steps, e.Exclusions, e.Segment);
        _before[_count] = isKnown ? last : -1;
        last = _count++;
        LastAt = Math.Max(LastAt, e.At);
    }

    public SequenceChains Evaluate(long asOf)
    {
        var chains = new SequenceChains(_definition.Steps.Count);
        foreach ((long entity, int last) in _last)
            _evaluator.Evaluate(entity, EventsFrom(last), asOf, chains);
        chains.Sort();
        return chains;
    }

    public int LevelOf(long entity)
    {
        if (!_last.TryGetValue(entity, out int last))
            return 0;
        var chains = new SequenceChains(_definition.Steps.Count);
        _evaluator.Evaluate(entity, EventsFrom(last), LastAt, chains);
        int level = 0;
        for (int i = 0; i < chains.Count; i++)
            level = Math.Max(level, chains[i].Level);
        return level;
    }

    public void Visit<TVisitor>(ref TVisitor visitor)
        where TVisitor : ILevelVisitor
    {
        foreach (long entity in _last.Keys)
            visitor.Take(entity, LevelOf(entity), isOpen: false, isExcluded: false, LastAt);
    }

    /// <summary>Every kept event with its entity, in order of arrival.</summary>
    public (long Entity, ReplayEvent Event)[] InOrder()
    {
        var all = new (long, ReplayEvent)[_count];
        foreach ((long entity, int last) in _last)
        {
            for (int place = last; place >= 0; place = _before[place])
                all[place] = (entity, _events[place]);
        }

        return all;
    }

    public void Clear()
    {
        _last.Clear();
        _count = 0;
        _arrivals = 0;
        LastAt = long.MinValue;
        NotRepresentable.Clear();
    }

    private ReadOnlySpan<ReplayEvent> EventsFrom(int last)
    {
        int count = 0;
        for (int place = last; place >= 0; place = _before[place])
        {
            if (count == _scratch.Length)
                Array.Resize(ref _scratch, Math.Max(FirstEvents, count * 2));
            _scratch[count++] = _events[place];
        }

        Span<ReplayEvent> events = _scratch.AsSpan(0, count);
        events.Reverse();
        for (int i = 1; i < events.Length; i++)
        {
            if (events[i].At < events[i - 1].At)
            {
                events.Sort(s_byTime);
                break;
            }
        }

        return events;
    }
}
