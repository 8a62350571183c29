using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>PostHog's funnels with steps in order.</summary>
/// <remarks>
/// The newest chain of each length is kept; an event advances a chain once, so its steps are tried from the highest down. The first chain that arrives at the furthest step is
/// told, with the latest start that could reach it. An exclusion marks the chains it falls into; when the furthest one ends marked, the entity leaves all steps, the first included.
/// Events of one time that do not all do the same steps are taken in ascending order of steps, and their exclusions are ignored. O(events · steps²) for the copies of chains.
/// </remarks>
internal class PostHogOrderedEvaluator : DialectEvaluator
{
    private readonly int _attributed; // 0-based step whose event must have the value of the breakdown; −1 = none
    private readonly ulong _optional;
    private readonly ulong[] _closes; // of each exclusion: the steps (0-based) that it forbids the chain of the length before to do
    private readonly ChainTable _best;
    private readonly ulong _exclusions;
    private int _furthest;

    public PostHogOrderedEvaluator(SequenceDefinition definition, SequenceOptions options)
        : base(definition, options)
    {
        _attributed = options.Breakdown.Kind == BreakdownKind.Step ? options.Breakdown.Step : -1;
        foreach (SequenceStep step in definition.Steps)
            _optional |= step.IsOptional ? 1UL << step.Index : 0;
        _closes = new ulong[definition.Exclusions.Count];
        for (int i = 0; i < _closes.Length; i++)
        {
            for (int step = definition.Exclusions[i].From + 1; step <= definition.Exclusions[i].To; step++)
                _closes[i] |= 1UL << step;
            _exclusions |= 1UL << i;
        }

        Levels = new ChainTable(Steps);
        _best = new ChainTable(Steps);
    }

    protected override bool FiltersByStep => true;

    /// <summary>Gets the newest chain of each length; 0 is the time group at hand.</summary>
    protected ChainTable Levels { get; }

    /// <summary>Gets a value indicating whether events that match nothing are told too.</summary>
    protected virtual bool CountsForeignEvents => false;

    protected override bool Walk(ReadOnlySpan<ReplayEvent> events, long asOf, long? only)
    {
        Levels.Clear();
        _furthest = 0;
        _best.Clear();
        for (int first = 0; first < events.Length && !Levels.IsSet[Steps];)
        {
            int end = first + 1;
            while (end < events.Length && events[end].At == events[first].At)
                end++;
            TimeGroup(events, first, end, only);
            first = end;
        }

        if (_furthest == 0 || _best.IsExcluded[_furthest])
            return false;
        Pick(_best.Done[_furthest], _best.EventsOf(_furthest));
        return Levels.HasLive(asOf, Window);
    }

    /// <summary>Called after an event that was not part of a mixed group.</summary>
    /// <param name="steps">The steps it does.</param>
    protected virtual void AfterEvent(ulong steps)
    {
    }

    private void TimeGroup(ReadOnlySpan<ReplayEvent> events, int first, int end, long? only)
    {
        ulong steps = 0;
        int told = -1;
        bool isMixed = false;
        for (int i = first; i < end; i++)
        {
            if (!IsTold(events[i]))
                continue;
            isMixed |= told >= 0 && (events[told].Steps != events[i].Steps || Closed(events[told]) != Closed(events[i]));
            told = told < 0 ? i : told;
            steps |= events[i].Steps;
        }

        (Levels.IsSet[0], Levels.IsExcluded[0], Levels.Start[0], Levels.Done[0]) = (true, false, events[first].At, 0);
        if (isMixed)
        {
            for (; steps != 0; steps &= steps - 1)
            {
                int step = BitOperations.TrailingZeroCount(steps);
                for (int i = first; i < end; i++)
                {
                    if ((events[i].Steps >> step & 1) != 0)
                        Advance(events[i], i, step, only, isMixed: true);
                }
            }

            return;
        }

        for (int i = first; i < end; i++)
        {
            if (!IsTold(events[i]))
                continue;
            for (ulong closed = Closed(events[i]); closed != 0; closed ^= 1UL << Highest(closed))
                Exclude(events[i].At, Highest(closed));
            for (ulong left = events[i].Steps; left != 0; left ^= 1UL << Highest(left))
                Advance(events[i], i, Highest(left), only, isMixed: false);
            AfterEvent(events[i].Steps);
        }
    }

    private bool IsTold(in ReplayEvent e) => CountsForeignEvents || e.Steps != 0 || Closed(e) != 0;

    private ulong Closed(in ReplayEvent e)
    {
        ulong closed = 0;
        for (ulong left = e.Exclusions & _exclusions; left != 0; left &= left - 1)
            closed |= _closes[BitOperations.TrailingZeroCount(left)];
        return closed;
    }

    /// <summary>The length of the chain that a step would extend: the step before, or while that has none in the window and is optional, one further back; −1 = none.</summary>
    private int LevelBefore(int step, long at)
    {
        int level = step;
        while (!IsOpen(level, at) && level > 0 && (_optional >> (level - 1) & 1) != 0)
            level--;
        bool isRepeat = Levels.IsSet[step + 1] && Levels.IsSet[level] && Levels.Start[step + 1] == Levels.Start[level];
        return IsOpen(level, at) && !isRepeat ? level : -1;
    }

    private bool IsOpen(int level, long at) => Levels.IsSet[level] && ChainTable.Within(Levels.Start[level], at, Window);

    private void Exclude(long at, int step)
    {
        int level = LevelBefore(step, at);
        if (level < 0 || Levels.IsExcluded[level])
            return;
        Levels.IsExcluded[level] = true;
        if (_furthest == level && ChainTable.Within(_best.Start[level], at, Window))
            _best.IsExcluded[level] = true;
    }

    private void Advance(in ReplayEvent e, int place, int step, long? only, bool isMixed)
    {
        int level = LevelBefore(step, e.At);
        if (level < 0 || (only is { } value && level == _attributed && e.Segment != value) || (isMixed && IsUsed(level, place)))
            return;
        int reached = step + 1;
        bool isExcluded = Levels.IsExcluded[level];
        bool isBest = reached > _furthest || (reached == _furthest && _best.IsExcluded[reached]);
        if (isBest)
        {
            Levels.CopyTo(_best, level, reached);
            Complete(_best, reached, e.At, place);
            _best.IsExcluded[reached] = isExcluded;
            _furthest = reached;
        }

        if (isExcluded)
            return;
        Levels.CopyTo(Levels, level, reached);
        Complete(Levels, reached, e.At, place);
    }

    private static void Complete(ChainTable table, int level, long at, int place)
    {
        table.Done[level] |= 1UL << (level - 1);
        table.Last[level] = at;
        table.EventsOf(level)[level - 1] = place;
    }

    /// <summary>Events of optional steps are not remembered as used.</summary>
    private bool IsUsed(int level, int place)
    {
        for (ulong done = Levels.Done[level] & ~_optional; done != 0; done &= done - 1)
        {
            if (Levels.EventsOf(level)[BitOperations.TrailingZeroCount(done)] == place)
                return true;
        }

        return false;
    }

    private static int Highest(ulong mask) => 63 - BitOperations.LeadingZeroCount(mask);
}
