namespace SalesFunnel.Metrics.Insights;

/// <summary>When a deal counts as stalled.</summary>
public sealed record StalledOptions
{
    /// <summary>Gets the share of visits that end within the limit, in (0, 1); a deal beyond it stays longer than that share did.</summary>
    public double Share { get; init; } = 0.8;

    /// <summary>Gets the number of ended visits below which no limit is learned.</summary>
    public long MinimumEnded { get; init; } = 20;

    internal void Validate()
    {
        if (!(Share is > 0 and < 1))
            throw new InvalidOperationException($"The share of visits within the limit is {Share}; it lies strictly between 0 and 1.");
        if (MinimumEnded < 1)
            throw new InvalidOperationException($"The minimum of ended visits is {MinimumEnded}; a limit needs at least one.");
    }
}
