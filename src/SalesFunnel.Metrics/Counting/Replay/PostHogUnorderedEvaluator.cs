using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>PostHog's funnels with steps in any order: a queue of events a step, and as level the number of queues that hold an event of the window.</summary>
/// <remarks>
/// An event that does several steps goes to the one whose newest event is oldest. An attempt is recorded when its oldest event leaves the window, when it is complete, and at the end;
/// an excluded event erases it before that. Step k of the chain told is the k-th step done, whichever it is: counts and times are by number of steps done. O(events · steps).
/// </remarks>
internal sealed class PostHogUnorderedEvaluator : DialectEvaluator
{
    private readonly Queue<int>[] _queues; // places of events
    private readonly long[] _newest; // time of the last event of a queue that is not empty
    private readonly int _attributed;
    private readonly int[] _fronts;
    private int _filled;
    private int _furthest;

    public PostHogUnorderedEvaluator(SequenceDefinition definition, SequenceOptions options)
        : base(definition, options)
    {
        if (options.Breakdown is { Kind: BreakdownKind.Step, Step: not 0 })
            throw new ArgumentException("PostHog attributes a breakdown of an unordered funnel to its first step only. Take SequenceBreakdown(BreakdownKind.Step, 0), or another attribution.", nameof(options));
        _attributed = options.Breakdown.Kind == BreakdownKind.Step ? options.Breakdown.Step : -1;
        _queues = new Queue<int>[Steps];
        for (int step = 0; step < Steps; step++)
            _queues[step] = new Queue<int>();
        _newest = new long[Steps];
        _fronts = new int[Steps];
    }

    protected override bool FiltersByStep => true;

    protected override bool Walk(ReadOnlySpan<ReplayEvent> events, long asOf, long? only)
    {
        Erase();
        _furthest = 0;
        for (int i = 0; i < events.Length; i++)
        {
            ReplayEvent e = events[i];
            if (e.Steps == 0 && e.Exclusions == 0)
                continue;
            RecordAndDrop(events, e.At);
            if (_furthest == Steps)
                return false;
            if (e.Steps == 0)
                Erase();
            else if (only is not { } value || _filled != _attributed || e.Segment == value)
                Put(e, i);
        }

        Record();
        return HasEventSince(asOf);
    }

    private void Erase()
    {
        foreach (Queue<int> queue in _queues)
            queue.Clear();
        _filled = 0;
    }

    private void Put(in ReplayEvent e, int place)
    {
        int chosen = -1;
        for (ulong left = e.Steps; left != 0; left &= left - 1)
        {
            int step = BitOperations.TrailingZeroCount(left);
            bool isOlder = chosen < 0 || (_queues[chosen].Count > 0 && (_queues[step].Count == 0 || _newest[step] < _newest[chosen]));
            if (isOlder)
                chosen = step;
        }

        if (_queues[chosen].Count == 0)
            _filled++;
        _queues[chosen].Enqueue(place);
        _newest[chosen] = e.At;
    }

    private void RecordAndDrop(ReadOnlySpan<ReplayEvent> events, long now)
    {
        for (int oldest = Oldest(); oldest >= 0; oldest = Oldest())
        {
            if (_filled < Steps && ChainTable.Within(events[_queues[oldest].Peek()].At, now, Window))
                return;
            Record();
            _queues[oldest].Dequeue();
            if (_queues[oldest].Count == 0)
                _filled--;
        }
    }

    /// <summary>The queue with the oldest event. Places ascend by time, so the lowest is the oldest; −1 = all are empty.</summary>
    private int Oldest()
    {
        int oldest = -1;
        for (int step = 0; step < Steps; step++)
        {
            if (_queues[step].Count > 0 && (oldest < 0 || _queues[step].Peek() < _queues[oldest].Peek()))
                oldest = step;
        }

        return oldest;
    }

    private void Record()
    {
        if (_filled <= _furthest)
            return;
        int count = 0;
        foreach (Queue<int> queue in _queues)
        {
            if (queue.Count > 0)
                _fronts[count++] = queue.Peek();
        }

        Array.Sort(_fronts, 0, count);
        _furthest = _filled;
        Pick((1UL << (count - 1) << 1) - 1, _fronts);
    }

    private bool HasEventSince(long asOf)
    {
        for (int step = 0; step < Steps; step++)
        {
            if (_queues[step].Count > 0 && ChainTable.Within(_newest[step], asOf, Window))
                return true;
        }

        return false;
    }
}
