namespace SalesFunnel.Metrics;

/// <summary>What the presets of other systems share: one chain a walk over the events, the breakdown, and how the chain stands.</summary>
/// <remarks>Keeps its working arrays between entities, so one instance serves one thread at a time. Broken down by a step as PostHog does it walks over all events once for every
/// value of that step; by all events, over each event once.</remarks>
internal abstract class DialectEvaluator : ISequenceEvaluator
{
    private readonly SequenceBreakdown _breakdown;
    private readonly long[] _times;
    private readonly int[] _picked;
    private readonly List<long> _values = [];
    private ReplayEvent[] _byValue = [];
    private ulong _done;

    protected DialectEvaluator(SequenceDefinition definition, SequenceOptions options)
    {
        _breakdown = options.Breakdown;
        Steps = definition.Steps.Count;
        Window = SequenceTime.Units(definition.Window, options.Resolution, "window");
        _times = new long[Steps];
        _picked = new int[Steps];
    }

    protected int Steps { get; }

    /// <summary>Gets the window in units of the resolution.</summary>
    protected long Window { get; }

    /// <summary>Gets a value indicating whether the event of the attributed step must have the value, so that an entity may count under several.</summary>
    protected virtual bool FiltersByStep => false;

    public void Evaluate(long entity, ReadOnlySpan<ReplayEvent> events, long asOf, SequenceChains chains)
    {
        switch (_breakdown.Kind)
        {
            case BreakdownKind.AllEvents:
                AppendByValue(entity, events, asOf, chains);
                break;
            case BreakdownKind.Step when FiltersByStep:
                CollectValues(events, 1UL << _breakdown.Step);
                if (_values.Count == 0)
                    _values.Add(SegmentValue.None);
                foreach (long value in _values)
                    Append(entity, events, asOf, value, only: value, chains);
                break;
            default:
                Append(entity, events, asOf, SegmentValue.None, only: null, chains);
                break;
        }
    }

    /// <summary>Finds the chain of the entity and passes it to <see cref="Pick(ulong, ReadOnlySpan{int})"/>; no call = it did not enter.</summary>
    /// <param name="events">The events, ascending by time, then by order of arrival.</param>
    /// <param name="asOf">The time at which endings are judged.</param>
    /// <param name="only">The value that the event of the attributed step must have, or <c>null</c>.</param>
    /// <returns>Whether an attempt that is not complete could still go on at the as-of time.</returns>
    protected abstract bool Walk(ReadOnlySpan<ReplayEvent> events, long asOf, long? only);

    protected void Pick(ulong done, ReadOnlySpan<int> places)
    {
        _done = done;
        places.CopyTo(_picked);
    }

    private void Append(long entity, ReadOnlySpan<ReplayEvent> events, long asOf, long value, long? only, SequenceChains chains)
    {
        _done = 0;
        bool isLive = Walk(events, asOf, only);
        if (_done == 0)
            return;
        for (int step = 0; step < Steps; step++)
        {
            if ((_done >> step & 1) != 0)
                _times[step] = events[_picked[step]].At;
        }

        SequenceEnding ending = (_done >> (Steps - 1) & 1) != 0 ? SequenceEnding.Completed : isLive ? SequenceEnding.StillOpen : SequenceEnding.Expired;
        long segment = _breakdown.Kind == BreakdownKind.AllEvents || only is not null ? value : SegmentOf(events);
        chains.Add(entity, _done, ending, segment, _times);
    }

    private long SegmentOf(ReadOnlySpan<ReplayEvent> events)
    {
        switch (_breakdown.Kind)
        {
            case BreakdownKind.FirstTouch:
                foreach (ReplayEvent e in events)
                {
                    if (e.Steps != 0 && e.Segment != SegmentValue.None)
                        return e.Segment;
                }

                break;
            case BreakdownKind.LastTouch:
                for (int i = events.Length - 1; i >= 0; i--)
                {
                    if (events[i].Steps != 0 && events[i].Segment != SegmentValue.None)
                        return events[i].Segment;
                }

                break;
            case BreakdownKind.Step when (_done >> _breakdown.Step & 1) != 0:
                return events[_picked[_breakdown.Step]].Segment;
            case BreakdownKind.FirstDefined:
                for (int step = 0; step < Steps; step++)
                {
                    if ((_done >> step & 1) != 0 && events[_picked[step]].Segment is var segment and not SegmentValue.None)
                        return segment;
                }

                break;
        }

        return SegmentValue.None;
    }

    /// <summary>The distinct values of the events that do one of some steps, ascending.</summary>
    private void CollectValues(ReadOnlySpan<ReplayEvent> events, ulong steps)
    {
        _values.Clear();
        foreach (ref readonly ReplayEvent e in events)
        {
            if ((e.Steps & steps) != 0)
                _values.Add(e.Segment);
        }

        _values.Sort();
        int kept = 0;
        for (int i = 0; i < _values.Count; i++)
        {
            if (kept == 0 || _values[i] != _values[kept - 1])
                _values[kept++] = _values[i];
        }

        _values.RemoveRange(kept, _values.Count - kept);
    }

    /// <summary>Sorts the events by value once, so that many values cost no more than few.</summary>
    private void AppendByValue(long entity, ReadOnlySpan<ReplayEvent> events, long asOf, SequenceChains chains)
    {
        if (_byValue.Length < events.Length)
            _byValue = new ReplayEvent[events.Length];
        Span<ReplayEvent> sorted = _byValue.AsSpan(0, events.Length);
        events.CopyTo(sorted);
        sorted.Sort(static (a, b) => a.Segment != b.Segment ? a.Segment.CompareTo(b.Segment) : a.At != b.At ? a.At.CompareTo(b.At) : a.Order.CompareTo(b.Order));
        for (int first = 0; first < sorted.Length;)
        {
            int end = first + 1;
            while (end < sorted.Length && sorted[end].Segment == sorted[first].Segment)
                end++;
            Append(entity, sorted[first..end], asOf, sorted[first].Segment, only: null, chains);
            first = end;
        }
    }
}
