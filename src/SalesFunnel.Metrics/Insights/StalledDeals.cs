namespace SalesFunnel.Metrics.Insights;

/// <summary>Which open deals are stuck, by limits learned from how long deals usually stay in each stage, and how old the open deals are.</summary>
public sealed record StalledDeals
{
    /// <summary>Gets the limits by open stage.</summary>
    public required IReadOnlyList<StageLimit> Limits { get; init; }

    /// <summary>Gets the stalled deals, by amount from the largest, then by time in stage from the longest; those without amount last.</summary>
    public required IReadOnlyList<StalledDeal> Deals { get; init; }

    /// <summary>Gets the sum of their amounts.</summary>
    public decimal Amount => Deals.Sum(static d => d.Amount ?? 0);

    /// <summary>Gets the number of open deals.</summary>
    public required long Open { get; init; }

    /// <summary>Gets the number of open deals on hold; they are parked, not stalled.</summary>
    public required long Parked { get; init; }

    /// <summary>Gets the number of open deals whose entry into their stage has no date, so that it cannot be told.</summary>
    public required long Untimed { get; init; }

    /// <summary>Gets the number of open, running deals in stages without a limit.</summary>
    public required long WithoutLimit { get; init; }

    /// <summary>Gets open deals by age since their first dated entry, in bands by the cycle of won deals: up to its median, p80, p90, and beyond. Empty when too few deals are won.</summary>
    public required IReadOnlyList<AgeBand> Ages { get; init; }

    /// <summary>The id of the method of the limits.</summary>
    public const string MethodId = "stalled.stay-kaplan-meier/1";
}
