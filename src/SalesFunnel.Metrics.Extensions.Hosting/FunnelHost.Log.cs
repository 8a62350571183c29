using Microsoft.Extensions.Logging;

namespace SalesFunnel.Metrics.Extensions.Hosting;

/// <content>What is logged.</content>
internal sealed partial class FunnelHost
{
    [LoggerMessage(1, LogLevel.Information, "Live funnels have started: {Funnels} registered, saved state of {Restored} read in {Milliseconds} ms.")]
    private partial void LogStarted(int funnels, int restored, long milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "Funnel '{Funnel}' passed over a damaged checkpoint and used the one before it; sources deliver again what lies between. {Damage}")]
    private partial void LogDamaged(string funnel, string damage);

    [LoggerMessage(3, LogLevel.Error, "Funnel '{Funnel}' could not be saved, {Failed} times so far; it counts on and is saved again in due time. {Reason}")]
    private partial void LogFailedSave(string funnel, long failed, string? reason);

    [LoggerMessage(4, LogLevel.Warning, "Funnel '{Funnel}' has met an error: {Reason}")]
    private partial void LogTrouble(string funnel, string reason);

    [LoggerMessage(5, LogLevel.Information, "Live funnels have ended: {Funnels} drained in {Milliseconds} ms, {Waiting} events that waited counted, {Events} in all, {Saved} last checkpoints saved.")]
    private partial void LogDrained(int funnels, long milliseconds, long waiting, long events, int saved);

    [LoggerMessage(6, LogLevel.Error, "A funnel could not be drained; what was not saved is in the event log or with its source.")]
    private partial void LogNotDrained(Exception reason);

    [LoggerMessage(7, LogLevel.Error, "The shutdown timeout passed before live funnels had ended: {Waiting} events are not counted, {Unsaved} of {Funnels} funnels got no last checkpoint. What was not saved is in the event log or with its source; give HostOptions.ShutdownTimeout more time.")]
    private partial void LogTimeout(long waiting, int unsaved, int funnels);
}
