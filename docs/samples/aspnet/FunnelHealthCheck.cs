using Microsoft.Extensions.Diagnostics.HealthChecks;
using SalesFunnel.Metrics;

namespace LiveFunnel;

/// <summary>Unhealthy while the funnel cannot save or count, degraded while its queue is nearly full.</summary>
internal sealed class FunnelHealthCheck([FromKeyedServices("b2b")] IFunnelMonitor funnel, IConfiguration configuration) : IHealthCheck
{
    private const double NearlyFull = 0.8;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        FunnelMonitorStatus status = funnel.Status;
        var data = new Dictionary<string, object> { ["waiting"] = status.Waiting, ["lastCheckpoint"] = status.LastCheckpoint, ["refused"] = status.Refused };
        int capacity = configuration.GetValue("SalesFunnel:Funnels:b2b:QueueCapacity", 16_384);
        return Task.FromResult(status.LastError is { } error ? HealthCheckResult.Unhealthy(error, data: data)
            : status.Waiting > NearlyFull * capacity ? HealthCheckResult.Degraded($"{status.Waiting} events wait, there is room for {capacity}.", data: data)
            : HealthCheckResult.Healthy(data: data));
    }
}
