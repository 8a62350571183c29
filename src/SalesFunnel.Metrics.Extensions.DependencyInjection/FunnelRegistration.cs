namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>A funnel that is to be live: its name, how it is defined, and its choices. Looked at when the funnels are first used, so that all errors come at once.</summary>
/// <param name="Name">Name under which it is known and saved.</param>
/// <param name="Define">Gives the definition, given the name.</param>
/// <param name="Configure">Sets its choices.</param>
public sealed record FunnelRegistration(string Name, Func<string, FunnelDefinition> Define, Action<FunnelMonitorOptions>? Configure = null);
