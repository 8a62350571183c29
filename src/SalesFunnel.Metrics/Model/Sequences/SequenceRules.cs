namespace SalesFunnel.Metrics;

/// <summary>The choices that change what a sequence counts. The defaults are the definition of docs/semantics.md; presets answer as other systems do.</summary>
public sealed record SequenceRules
{
    /// <summary>Gets the order of events at the same time.</summary>
    public EventTies Ties { get; init; }

    /// <summary>Gets whether an event may fill several steps.</summary>
    public EventReuse Reuse { get; init; }

    /// <summary>Gets the order of steps.</summary>
    public StepOrder Order { get; init; }

    /// <summary>Gets what counts as an event between direct steps.</summary>
    public DirectScope Between { get; init; }

    /// <summary>Gets what an excluded event does.</summary>
    public ExclusionPolicy Exclusions { get; init; }

    /// <summary>Gets which attempt is counted and timed.</summary>
    public AttemptPolicy Attempts { get; init; }

    /// <summary>Gets what is counted.</summary>
    public SequenceUnit Unit { get; init; }

    internal SequenceDialect Dialect { get; init; }

    /// <summary>Gets the mode within a dialect: a member of the dialect's enumeration.</summary>
    internal int DialectMode { get; init; }

    /// <summary>Answers as ClickHouse's <c>windowFunnel</c> does, its known defects included.</summary>
    /// <param name="modes">Its modes.</param>
    /// <exception cref="ArgumentException"><see cref="ClickHouseModes.AllowReentry"/> without <see cref="ClickHouseModes.StrictOrder"/>, which ClickHouse refuses too.</exception>
    public static SequenceRules ClickHouse(ClickHouseModes modes = ClickHouseModes.None)
    {
        if ((modes & ~(ClickHouseModes.StrictOrder | ClickHouseModes.StrictDeduplication | ClickHouseModes.StrictIncrease | ClickHouseModes.StrictOnce | ClickHouseModes.AllowReentry)) != 0)
            throw new ArgumentOutOfRangeException(nameof(modes), modes, "The modes hold a bit that is not a member of ClickHouseModes.");
        if (modes.HasFlag(ClickHouseModes.AllowReentry) && !modes.HasFlag(ClickHouseModes.StrictOrder))
            throw new ArgumentException("allow_reentry needs strict_order with it, in ClickHouse as well.", nameof(modes));
        return new SequenceRules { Dialect = SequenceDialect.ClickHouse, DialectMode = (int)modes };
    }

    /// <summary>Answers as PostHog's funnels do.</summary>
    /// <param name="order">Its order of steps.</param>
    public static SequenceRules PostHog(PostHogOrder order = PostHogOrder.Ordered) => Enum.IsDefined(order)
        ? new SequenceRules { Dialect = SequenceDialect.PostHog, DialectMode = (int)order }
        : throw new ArgumentOutOfRangeException(nameof(order), order, "The order is not a member of PostHogOrder.");

    /// <summary>Answers as Mixpanel's funnels of unique users do: the first step 1 starts the clock, and a later one does not restart it.</summary>
    public static SequenceRules Mixpanel() => new() { Attempts = AttemptPolicy.FirstEntry };

    /// <summary>Answers as Apache Doris' <c>window_funnel</c> (version 2) does.</summary>
    /// <param name="mode">Its mode.</param>
    public static SequenceRules Doris(DorisMode mode = DorisMode.Default) => Enum.IsDefined(mode)
        ? new SequenceRules { Dialect = SequenceDialect.Doris, DialectMode = (int)mode }
        : throw new ArgumentOutOfRangeException(nameof(mode), mode, "The mode is not a member of DorisMode.");
}
