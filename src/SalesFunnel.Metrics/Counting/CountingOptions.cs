namespace SalesFunnel.Metrics;

/// <summary>Choices that change a number, shared by the live tracker and the log. Each has one default, which results name.</summary>
public abstract record CountingOptions
{
    /// <summary>Gets the rule that rates follow; all rules are counted whatever is chosen here.</summary>
    public CountingRule Rule { get; init; } = CountingRule.Reached;

    /// <summary>Gets the calendar by which deals are told apart by the period of their first dated entry; <c>null</c> = not told apart.</summary>
    public CohortCalendar? Calendar { get; init; }

    /// <summary>Gets how long after an outcome a deal may be re-opened, or its outcome replaced; <c>null</c> = for ever.</summary>
    public TimeSpan? ReopenWithin { get; init; }

    /// <summary>Gets how many distinct values of each dimension are told apart; deals with later values count as <see cref="SegmentValue.Other"/>.</summary>
    public int MaxSegmentValues { get; init; } = 10_000;

    internal void Validate()
    {
        if (!Enum.IsDefined(Rule))
            throw new ArgumentOutOfRangeException(nameof(Rule), Rule, "The rule is not a member of CountingRule.");
        if (ReopenWithin is { } within && within < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(ReopenWithin), within, "A time to re-open is not negative. Use null for no limit.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSegmentValues, 1);
    }
}
