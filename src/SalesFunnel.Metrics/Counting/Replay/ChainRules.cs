using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>A sequence made ready for evaluation: masks of steps, gaps in units of the resolution.</summary>
internal sealed class ChainRules
{
    private readonly int[] _nearest; // by step: the lowest level from which it can be the next one done

    public ChainRules(SequenceDefinition definition, TimeResolution resolution)
    {
        Definition = definition;
        Steps = definition.Steps.Count;
        Window = Units(definition.Window, resolution, "window");
        MinGaps = new ulong[Steps];
        MaxGaps = new ulong[Steps];
        _nearest = new int[Steps];
        foreach (SequenceStep step in definition.Steps)
            Read(step, resolution);
    }

    public SequenceDefinition Definition { get; }

    public int Steps { get; }

    public ulong Window { get; }

    public ulong[] MinGaps { get; }

    public ulong[] MaxGaps { get; }

    public ulong Optional { get; private set; }

    public ulong Anchored { get; private set; }

    public ulong Direct { get; private set; }

    /// <summary>Gets the steps that may be done at the time of the step before.</summary>
    public ulong Together { get; private set; }

    public EventTies Ties => Definition.Rules.Ties;

    public bool AllowsReuse => Definition.Rules.Reuse == EventReuse.Allow;

    public AttemptPolicy Attempts => Definition.Rules.Attempts;

    /// <summary>Levels from which a step can be the next one done: from this one to its index; those between are optional steps left out.</summary>
    public int NearestLevel(int step) => _nearest[step];

    public bool IsDirect(int step) => (Direct >> step & 1) != 0;

    public bool HasGap(int step) => MinGaps[step] > 0 || MaxGaps[step] < Window;

    public bool Counts(in ReplayEvent e) => (e.Steps | e.Exclusions) != 0 || Definition.Rules.Between == DirectScope.AllEvents;

    /// <summary>The first step that an event must have done at the time of these exclusions, or before, for its chain at a level to live on; <see cref="int.MaxValue"/> = they do not touch the level.</summary>
    public int Limit(ulong exclusions, int level)
    {
        int limit = int.MaxValue;
        for (; exclusions != 0; exclusions &= exclusions - 1)
        {
            SequenceExclusion exclusion = Definition.Exclusions[BitOperations.TrailingZeroCount(exclusions)];
            if (exclusion.From < level && level <= exclusion.To)
                limit = Math.Min(limit, exclusion.From);
        }

        return limit;
    }

    /// <summary>Time from one event to a later one, without overflow.</summary>
    public static ulong Elapsed(long from, long to) => unchecked((ulong)(to - from));

    private void Read(SequenceStep step, TimeResolution resolution)
    {
        int i = step.Index;
        ulong bit = 1UL << i;
        MinGaps[i] = Units(step.MinGap, resolution, "shortest gap");
        MaxGaps[i] = step.MaxGap is { } max ? Units(max, resolution, "longest gap") : ulong.MaxValue;
        Optional |= step.IsOptional ? bit : 0;
        Anchored |= step.IsAnchored ? bit : 0;
        Direct |= step.FollowsDirectly ? bit : 0;
        Together |= MinGaps[i] == 0 ? bit : 0;
        _nearest[i] = i > 1 && (Optional >> (i - 1) & 1) != 0 ? _nearest[i - 1] : i;
    }

    private static ulong Units(TimeSpan span, TimeResolution resolution, string what) => (ulong)SequenceTime.Units(span, resolution, what);
}
