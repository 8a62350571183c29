using SalesFunnel.Metrics;

namespace FunnelWorker;

/// <summary>Tells when the win rate falls below 30 %, and when it is back at 40 %.</summary>
internal sealed partial class WinRateWatch([FromKeyedServices("b2b")] IFunnelMonitor funnel, ILogger<WinRateWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var threshold = FunnelThreshold.Below("win rate", static s => s.WinRate.ToMetricValue().RequireAtLeast(10), alertBelow: 0.3m, clearFrom: 0.4m);
        await foreach (ThresholdCrossing crossing in funnel.WatchAsync(threshold, stoppingToken))
        {
            if (crossing.IsCrossed)
                LogLow(crossing.Value.ToString());
            else
                LogBack(crossing.Value.ToString());
        }
    }

    [LoggerMessage(LogLevel.Warning, "The win rate is below 30 %: {Rate}.")]
    private partial void LogLow(string rate);

    [LoggerMessage(LogLevel.Information, "The win rate is back: {Rate}.")]
    private partial void LogBack(string rate);
}
