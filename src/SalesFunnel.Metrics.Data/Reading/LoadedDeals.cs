namespace SalesFunnel.Metrics.Data;

/// <summary>What loading the deals came to, whatever the shape of their file.</summary>
internal sealed record LoadedDeals
{
    /// <summary>Gets whether a deal has a usable row in the file that tells what happened.</summary>
    public required Func<long, bool> HasSeen { get; init; }

    public long UndatedRows { get; init; }

    public long DealsOnlyInLog { get; init; }

    public long DoubledLocalTimes { get; init; }

    public long SkippedLocalTimes { get; init; }
}
