using System.Diagnostics.CodeAnalysis;

namespace SalesFunnel.Metrics;

/// <summary>All live funnels of a process, by name.</summary>
public interface IFunnelMonitors
{
    /// <summary>Gets the names of the funnels that are registered or were made since, in ordinal order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Gets a funnel.</summary>
    /// <param name="name">Its name, compared ordinally.</param>
    /// <exception cref="ArgumentException">There is no such funnel; names those that there are.</exception>
    IFunnelMonitor Get(string name);

    /// <summary>Looks for a funnel.</summary>
    /// <returns>False when there is no such funnel.</returns>
    /// <param name="name">Its name, compared ordinally.</param>
    /// <param name="monitor">The funnel.</param>
    bool TryGet(string name, [NotNullWhen(true)] out IFunnelMonitor? monitor);

    /// <summary>Gets a funnel, new when there is none of this name: for tenants that come while the process runs.</summary>
    /// <param name="name">Its name, compared ordinally.</param>
    /// <param name="definition">The funnel.</param>
    /// <exception cref="ArgumentException">There is a funnel of this name with other stages or dimensions.</exception>
    IFunnelMonitor GetOrAdd(string name, FunnelDefinition definition);
}
