namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>Choices that all live funnels of a process share.</summary>
public sealed class SalesFunnelOptions
{
    /// <summary>Gets or sets how many funnels save at the same time; at least 1. Each holds its bytes in memory meanwhile.</summary>
    public int MaxConcurrentSaves { get; set; } = 2;

    /// <summary>Gets or sets how many funnels appear under their own name in metrics; those beyond, in order of their making, are added up under <c>other</c>. 0 or more.</summary>
    public int MaxTaggedFunnels { get; set; } = 100;

    /// <summary>Gets or sets whether the time of every ended visit is given to the histogram <c>salesfunnel.stage.time</c> when anyone listens: to 1 %, from the counts, at each reading.</summary>
    public bool RecordsStageTimes { get; set; } = true;

    /// <summary>Gets or sets the choices of funnels that <see cref="IFunnelMonitors.GetOrAdd"/> makes.</summary>
    public Action<FunnelMonitorOptions>? ConfigureAdded { get; set; }

    internal IEnumerable<string> Errors()
    {
        if (MaxConcurrentSaves < 1)
            yield return $"SalesFunnelOptions.MaxConcurrentSaves is {MaxConcurrentSaves}; at least 1 is needed.";
        if (MaxTaggedFunnels < 0)
            yield return $"SalesFunnelOptions.MaxTaggedFunnels is {MaxTaggedFunnels}; 0 or more are allowed.";
    }
}
