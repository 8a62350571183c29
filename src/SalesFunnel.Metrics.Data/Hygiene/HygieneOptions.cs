namespace SalesFunnel.Metrics.Data;

/// <summary>How to check.</summary>
public sealed record HygieneOptions
{
    /// <summary>Gets the time after which dates are in the future; without it no date is, because the last one is the time that is looked at.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Gets who is told how far reading has come.</summary>
    public IProgress<ReadProgress>? Progress { get; init; }
}
