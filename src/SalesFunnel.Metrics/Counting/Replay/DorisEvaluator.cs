using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>Apache Doris' <c>window_funnel</c>, version 2; StarRocks answers alike. Ties are taken in the order of arrival, and an event does one step of a chain.</summary>
/// <remarks>
/// <c>default</c> keeps the newest chain of each length: O(events · steps). The other modes try every event of step 1 as a start and take the furthest chain, of those the first that
/// arrives, of those the latest start: O(starts · events within the window). <c>increase</c> as from pull request #68093 on: the first event that fits is taken.
/// </remarks>
internal sealed class DorisEvaluator : DialectEvaluator
{
    private readonly DorisMode _mode;
    private readonly ChainTable _levels;
    private readonly int[] _chain;

    public DorisEvaluator(SequenceDefinition definition, SequenceOptions options)
        : base(definition, options)
    {
        _mode = (DorisMode)definition.Rules.DialectMode;
        _levels = new ChainTable(Steps);
        _chain = new int[Steps];
    }

    protected override bool Walk(ReadOnlySpan<ReplayEvent> events, long asOf, long? only) =>
        _mode == DorisMode.Default ? Newest(events, asOf) : EveryStart(events, asOf);

    private bool Newest(ReadOnlySpan<ReplayEvent> events, long asOf)
    {
        _levels.Clear();
        for (int i = 0; i < events.Length; i++)
        {
            long at = events[i].At;
            for (ulong left = events[i].Steps; left != 0;)
            {
                int step = 63 - BitOperations.LeadingZeroCount(left);
                left ^= 1UL << step;
                bool isNew = !_levels.IsSet[step + 1];
                if (step == 0)
                    _levels.Begin(1, at, i);
                else if (_levels.IsSet[step] && ChainTable.Within(_levels.Start[step], at, Window))
                    _levels.Extend(step, step + 1, at, i);
                if (isNew && _levels.IsSet[step + 1])
                    Pick(_levels.Done[step + 1], _levels.EventsOf(step + 1));
            }

            if (_levels.IsSet[Steps])
                return false;
        }

        return _levels.HasLive(asOf, Window);
    }

    private bool EveryStart(ReadOnlySpan<ReplayEvent> events, long asOf)
    {
        bool isLive = false;
        int furthest = 0;
        int arrival = int.MaxValue; // place of the last event of the chain picked
        for (int start = 0; start < events.Length; start++)
        {
            if ((events[start].Steps & 1) == 0)
                continue;
            if (furthest == Steps && start > arrival)
                break;
            int level = Follow(events, start, out bool isBroken);
            isLive |= !isBroken && level < Steps && ChainTable.Within(events[start].At, asOf, Window);
            if (level < furthest || (level == furthest && _chain[level - 1] > arrival))
                continue;
            (furthest, arrival) = (level, _chain[level - 1]);
            Pick((1UL << (level - 1) << 1) - 1, _chain);
        }

        return isLive;
    }

    /// <summary>The length of the chain that starts at an event; its places are in <see cref="_chain"/>.</summary>
    private int Follow(ReadOnlySpan<ReplayEvent> events, int start, out bool isBroken)
    {
        isBroken = false;
        _chain[0] = start;
        int level = 1;
        for (int i = start + 1; i < events.Length && level < Steps && ChainTable.Within(events[start].At, events[i].At, Window); i++)
        {
            ulong steps = events[i].Steps;
            if ((steps >> level & 1) != 0 && !(_mode == DorisMode.Increase && events[i].At == events[_chain[level - 1]].At))
            {
                _chain[level++] = i;
                continue;
            }

            isBroken = _mode switch
            {
                DorisMode.Deduplication => (steps & ((1UL << level) - 1)) != 0,
                DorisMode.Fixed => steps != 0,
                _ => false,
            };
            if (isBroken)
                break;
        }

        return level;
    }
}
