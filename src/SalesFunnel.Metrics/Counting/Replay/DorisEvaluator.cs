using System.Numerics;
using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics;

/// <summary>Apache Doris' <c>window_funnel</c>, version 2; StarRocks answers alike. Ties are taken in the order of arrival, and an event does one step of a chain.</summary>
/// <remarks>
/// <c>default</c> keeps the newest chain of each length. The other modes try every event of step 1 as a start and take the furthest chain, of those the first that
/// arrives, of those the latest start. All in O(events · steps). <c>increase</c> as from pull request #68093 on: the first event that fits is taken.
/// </remarks>
internal sealed class DorisEvaluator : DialectEvaluator
{
    private const int None = int.MaxValue;

    private readonly DorisMode _mode;
    private readonly ChainTable _levels;
    private readonly int[] _chain;
    private readonly List<Attempt> _attempts = [];
    private int[] _nextStep = [];
    private int[] _nextBreak = [];

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

    /// <summary>All starts walk step by step together: where each goes next is the same for all that stand at one event.</summary>
    private bool EveryStart(ReadOnlySpan<ReplayEvent> events, long asOf)
    {
        _attempts.Clear();
        for (int i = 0; i < events.Length; i++)
        {
            if ((events[i].Steps & 1) != 0)
                _attempts.Add(new Attempt(i, i, 1, IsOver: false, IsBroken: false));
        }

        Span<Attempt> attempts = CollectionsMarshal.AsSpan(_attempts);
        for (int level = 1; level < Steps; level++)
        {
            FindNext(events, level);
            bool goesOn = false;
            foreach (ref Attempt attempt in attempts)
            {
                if (!attempt.IsOver)
                    attempt = Advance(events, attempt, level);
                goesOn |= !attempt.IsOver;
            }

            if (!goesOn)
                break;
        }

        bool isLive = false;
        Attempt? best = null;
        foreach (Attempt attempt in attempts) // ascending by start
        {
            isLive |= !attempt.IsBroken && attempt.Level < Steps && ChainTable.Within(events[attempt.Start].At, asOf, Window);
            if (best is not { } chosen || attempt.Level > chosen.Level || (attempt.Level == chosen.Level && attempt.Place <= chosen.Place))
                best = attempt;
        }

        if (best is { } picked)
            Pick((1UL << (picked.Level - 1) << 1) - 1, Trace(events, picked));
        return isLive;
    }

    /// <summary>For every event the next one that does a step (0-based), and the next one that ends an attempt which waits for that step.</summary>
    private void FindNext(ReadOnlySpan<ReplayEvent> events, int step)
    {
        if (_nextStep.Length < events.Length)
            (_nextStep, _nextBreak) = (new int[events.Length], new int[events.Length]);
        ulong breaking = _mode switch
        {
            DorisMode.Deduplication => (1UL << step) - 1,
            DorisMode.Fixed => ulong.MaxValue,
            _ => 0,
        };
        (int next, int later, int end) = (None, None, None); // later: after the time of the event at hand
        for (int i = events.Length - 1; i >= 0; i--)
        {
            if (i + 1 < events.Length && events[i].At != events[i + 1].At)
                later = next;
            (_nextStep[i], _nextBreak[i]) = (_mode == DorisMode.Increase ? later : next, end);
            if ((events[i].Steps >> step & 1) != 0)
                next = i;
            else if ((events[i].Steps & breaking) != 0)
                end = i;
        }
    }

    private Attempt Advance(ReadOnlySpan<ReplayEvent> events, Attempt attempt, int level)
    {
        int next = Math.Min(_nextStep[attempt.Place], _nextBreak[attempt.Place]);
        if (next == None || !ChainTable.Within(events[attempt.Start].At, events[next].At, Window))
            return attempt with { IsOver = true };
        return next == _nextStep[attempt.Place]
            ? attempt with { Place = next, Level = level + 1 }
            : attempt with { IsOver = true, IsBroken = true };
    }

    /// <summary>The places of an attempt that is known to go so far.</summary>
    private int[] Trace(ReadOnlySpan<ReplayEvent> events, Attempt attempt)
    {
        _chain[0] = attempt.Start;
        for (int level = 1, i = attempt.Start + 1; level < attempt.Level; i++)
        {
            if ((events[i].Steps >> level & 1) != 0 && !(_mode == DorisMode.Increase && events[i].At == events[_chain[level - 1]].At))
                _chain[level++] = i;
        }

        return _chain;
    }

    private readonly record struct Attempt(int Start, int Place, int Level, bool IsOver, bool IsBroken);
}
