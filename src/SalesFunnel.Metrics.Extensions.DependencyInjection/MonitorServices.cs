namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>What all monitors of a process share.</summary>
internal sealed record MonitorServices(TimeProvider Time, IFunnelStore? Store, IEventLog? Log, SemaphoreSlim Saves);
