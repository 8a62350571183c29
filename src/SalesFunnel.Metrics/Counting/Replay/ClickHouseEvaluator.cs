using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>ClickHouse's <c>windowFunnel</c> with its modes: one scan over (time, step) pairs that keeps the newest chain of each length.</summary>
/// <remarks>A level once set is never unset, ties are taken in ascending order of steps whatever the input order, and an event may fill several steps (except under
/// strict_once). Chain and times, which ClickHouse does not tell, are those of the first chain that reached the level. O(events · steps).</remarks>
internal sealed partial class ClickHouseEvaluator : DialectEvaluator
{
    private readonly bool _order;
    private readonly bool _deduplication;
    private readonly bool _increase;
    private readonly bool _once;
    private readonly bool _reentry;
    private readonly ChainTable _levels;
    private bool _isEntered;

    public ClickHouseEvaluator(SequenceDefinition definition, SequenceOptions options)
        : base(definition, options)
    {
        var modes = (ClickHouseModes)definition.Rules.DialectMode;
        _order = modes.HasFlag(ClickHouseModes.StrictOrder);
        _deduplication = modes.HasFlag(ClickHouseModes.StrictDeduplication);
        _increase = modes.HasFlag(ClickHouseModes.StrictIncrease);
        _once = modes.HasFlag(ClickHouseModes.StrictOnce);
        _reentry = modes.HasFlag(ClickHouseModes.AllowReentry);
        _levels = new ChainTable(Steps);
        _before = new ChainTable(Steps);
        _matching = new StepMatching(Steps);
        _ofGroup = new List<int[]>[Steps + 1];
        for (int level = 0; level <= Steps; level++)
            _ofGroup[level] = [];
    }

    private enum Next
    {
        GoOn,
        Stop,
    }

    protected override bool Walk(ReadOnlySpan<ReplayEvent> events, long asOf, long? only)
    {
        _levels.Clear();
        _isEntered = false;
        Next next = Next.GoOn;
        for (int first = 0; first < events.Length && next == Next.GoOn;)
        {
            int end = first + 1;
            while (end < events.Length && events[end].At == events[first].At)
                end++;
            next = TimeGroup(events, first, end);
            first = end;
        }

        return next == Next.GoOn && _levels.HasLive(asOf, Window);
    }

    private Next TimeGroup(ReadOnlySpan<ReplayEvent> events, int first, int end)
    {
        ulong steps = 0;
        bool hasForeign = false;
        for (int i = first; i < end; i++)
        {
            steps |= events[i].Steps;
            hasForeign |= events[i].Steps == 0;
        }

        if (_order && hasForeign && _isEntered)
            return Next.Stop;
        if (_once && (end - first > 1 ? steps != 0 : !BitOperations.IsPow2(steps)))
            return _deduplication ? OnceWithoutRepeats(events, first, end) : Once(events, first, end, steps);
        for (; steps != 0; steps &= steps - 1)
        {
            int step = BitOperations.TrailingZeroCount(steps);
            for (int i = first; i < end; i++)
            {
                if ((events[i].Steps >> step & 1) != 0 && Take(events[i].At, i, step + 1) == Next.Stop)
                    return Next.Stop;
            }
        }

        return Next.GoOn;
    }

    /// <summary>One pair of time and step; under strict_once only of a lone event that does one step.</summary>
    private Next Take(long at, int place, int level)
    {
        if (level == 1)
        {
            Enter(at, place);
            return Steps == 1 ? Next.Stop : Next.GoOn;
        }

        if (_deduplication && _levels.IsSet[level])
            return Next.Stop;
        if (IsOutOfOrder(level))
            return _reentry ? Next.GoOn : Next.Stop;
        bool follows = _levels.IsSet[level - 1]
            && ChainTable.Within(_levels.Start[level - 1], at, Window)
            && !(_increase && _levels.Last[level - 1] >= at);
        if (!follows)
            return Next.GoOn;
        bool isNew = !_levels.IsSet[level];
        _levels.Extend(level - 1, level, at, place);
        if (isNew)
            PickLevel(_levels, level);
        return level == Steps ? Next.Stop : Next.GoOn;
    }

    private void Enter(long at, int place)
    {
        _levels.Begin(1, at, place);
        if (!_isEntered)
            PickLevel(_levels, 1);
        _isEntered = true;
    }

    /// <summary>A step that comes before the one that it should follow was ever done.</summary>
    private bool IsOutOfOrder(int level) => _order && _isEntered && !_levels.IsSet[level - 1];

    private void PickLevel(ChainTable table, int level) => Pick((1UL << (level - 1) << 1) - 1, table.EventsOf(level));
}
