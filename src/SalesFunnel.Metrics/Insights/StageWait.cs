namespace SalesFunnel.Metrics.Insights;

/// <summary>The open deals in a stage, and how long they wait beyond what is usual there.</summary>
/// <remarks>Deals on hold are counted apart and never waiting. The limit is the time by which 80 % of the visits of the stage have ended, open ones counted as censored (Kaplan–Meier).
/// Little's law: where a stage is in balance, deals in it = arrivals per day × mean days in it.</remarks>
public sealed record StageWait
{
    /// <summary>Gets the 0-based index of the stage.</summary>
    public required int Stage { get; init; }

    /// <summary>Gets the value of the dimension; <c>null</c> when all deals are taken together.</summary>
    public long? Segment { get; init; }

    /// <summary>Gets the open deals in the stage.</summary>
    public required long Open { get; init; }

    /// <summary>Gets those of them that are on hold.</summary>
    public required long OnHold { get; init; }

    /// <summary>Gets the limit in days; <c>null</c> when fewer than 80 % of visits are known to end.</summary>
    public double? LimitDays { get; init; }

    /// <summary>Gets the deals beyond the limit.</summary>
    public required long Stalled { get; init; }

    /// <summary>Gets those of the stalled deals that have an amount.</summary>
    public required long StalledPriced { get; init; }

    /// <summary>Gets the sum of the amounts of stalled deals.</summary>
    public required decimal StalledAmount { get; init; }

    /// <summary>Gets the queue time: days beyond the limit, summed over the stalled deals.</summary>
    public required double QueueDays { get; init; }

    /// <summary>Gets the deals to expect in the stage by Little's law: arrivals of the last 90 days per day × mean days, restricted to 365; of all segments. <c>null</c> without dated visits.</summary>
    public double? ExpectedOpen { get; init; }

    /// <summary>Gets the stage's share in the sum of the restricted mean times of all stages; of all segments.</summary>
    public double? TimeShare { get; init; }
}
