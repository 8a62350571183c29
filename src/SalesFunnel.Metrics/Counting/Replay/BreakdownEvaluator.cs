using System.Numerics;
using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics;

/// <summary>Says under which value of the breakdown property the chains of an entity count, by whatever rules they are found. See docs/semantics.md, "Event sequences".</summary>
internal sealed class BreakdownEvaluator(ISequenceEvaluator chainsOf, SequenceBreakdown breakdown, int steps) : ISequenceEvaluator
{
    private readonly SequenceChains _found = new(steps);
    private readonly List<ReplayEvent> _events = [];
    private readonly HashSet<long> _values = [];

    public void Evaluate(long entity, ReadOnlySpan<ReplayEvent> events, long asOf, SequenceChains chains)
    {
        switch (breakdown.Kind)
        {
            case BreakdownKind.AllEvents:
                EvaluateByValue(entity, events, asOf, chains);
                break;
            case BreakdownKind.Step:
                EvaluateByStep(entity, events, asOf, chains);
                break;
            default:
                Find(entity, events, asOf);
                long touch = breakdown.Kind == BreakdownKind.FirstDefined ? SegmentValue.None : Touch(events);
                for (int i = 0; i < _found.Count; i++)
                    Append(i, breakdown.Kind == BreakdownKind.FirstDefined ? FirstDefined(i, events) : touch, chains);
                break;
        }
    }

    private void EvaluateByValue(long entity, ReadOnlySpan<ReplayEvent> events, long asOf, SequenceChains chains)
    {
        _events.Clear();
        _events.AddRange(events);
        _events.Sort(static (a, b) => a.Segment != b.Segment ? a.Segment.CompareTo(b.Segment) : a.At != b.At ? a.At.CompareTo(b.At) : a.Order.CompareTo(b.Order));
        ReadOnlySpan<ReplayEvent> sorted = CollectionsMarshal.AsSpan(_events);
        for (int first = 0, next; first < sorted.Length; first = next)
        {
            long value = sorted[first].Segment;
            for (next = first; next < sorted.Length && sorted[next].Segment == value; next++)
            {
            }

            Find(entity, sorted[first..next], asOf);
            for (int i = 0; i < _found.Count; i++)
                Append(i, value, chains);
        }
    }

    private void EvaluateByStep(long entity, ReadOnlySpan<ReplayEvent> events, long asOf, SequenceChains chains)
    {
        ulong mask = 1UL << breakdown.Step;
        int before = chains.Count;
        _values.Clear();
        foreach (ref readonly ReplayEvent e in events)
        {
            if ((e.Steps & mask) == 0 || !_values.Add(e.Segment))
                continue;
            _events.Clear();
            foreach (ref readonly ReplayEvent other in events)
                _events.Add(other.Segment == e.Segment ? other : other with { Steps = other.Steps & ~mask });
            Find(entity, CollectionsMarshal.AsSpan(_events), asOf);
            for (int i = 0; i < _found.Count; i++)
            {
                if ((_found.DoneAt(i) & mask) != 0)
                    Append(i, e.Segment, chains);
            }
        }

        if (chains.Count > before)
            return;
        Find(entity, events, asOf); // it never did the step: it counts once, without a value
        for (int i = 0; i < _found.Count; i++)
            Append(i, SegmentValue.None, chains);
    }

    private void Find(long entity, ReadOnlySpan<ReplayEvent> events, long asOf)
    {
        _found.Clear();
        chainsOf.Evaluate(entity, events, asOf, _found);
    }

    private void Append(int index, long segment, SequenceChains chains) =>
        chains.Add(_found.EntityAt(index), _found.DoneAt(index), _found.EndingAt(index), segment, _found.TimesAt(index));

    private long Touch(ReadOnlySpan<ReplayEvent> events)
    {
        long touch = SegmentValue.None;
        foreach (ref readonly ReplayEvent e in events)
        {
            if (e.Steps == 0 || e.Segment == SegmentValue.None)
                continue;
            touch = e.Segment;
            if (breakdown.Kind == BreakdownKind.FirstTouch)
                break;
        }

        return touch;
    }

    // Where several events at the time of a step would do it, the first of them with a value.
    private long FirstDefined(int index, ReadOnlySpan<ReplayEvent> events)
    {
        ReadOnlySpan<long> times = _found.TimesAt(index);
        for (ulong done = _found.DoneAt(index); done != 0; done &= done - 1)
        {
            int step = BitOperations.TrailingZeroCount(done);
            foreach (ref readonly ReplayEvent e in events)
            {
                if (e.At == times[step] && (e.Steps >> step & 1) != 0 && e.Segment != SegmentValue.None)
                    return e.Segment;
            }
        }

        return SegmentValue.None;
    }
}
