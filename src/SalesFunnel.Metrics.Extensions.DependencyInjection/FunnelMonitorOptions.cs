namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>Choices of one live funnel.</summary>
public sealed class FunnelMonitorOptions
{
    /// <summary>The largest queue.</summary>
    public const int MaxQueueCapacity = 1 << 24;

    /// <summary>Gets or sets the choices that change a number: rule, calendar, re-opening, lateness.</summary>
    public TrackerOptions Tracking { get; set; } = new();

    /// <summary>Gets or sets how many events may wait to be counted before there is no room; 1 to 2²⁴. Memory follows use: about 42 bytes an event, twice.</summary>
    public int QueueCapacity { get; set; } = 16_384;

    /// <summary>Gets or sets how often changed state is saved; <see cref="Timeout.InfiniteTimeSpan"/> = only when asked, and at the end.</summary>
    public TimeSpan SaveEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how often thresholds and telemetry read changed counts, where anyone listens; <see cref="Timeout.InfiniteTimeSpan"/> = never.</summary>
    public TimeSpan ReadEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Lists what is wrong, each with what is allowed.</summary>
    internal IEnumerable<string> Errors()
    {
        if (Tracking is null)
            yield return "Tracking is null. Leave it as it is, or give it TrackerOptions.";
        else if (TrackingError(Tracking) is { } wrong)
            yield return "Tracking: " + wrong;
        if (QueueCapacity is < 1 or > MaxQueueCapacity)
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"QueueCapacity is {QueueCapacity}; 1 to {MaxQueueCapacity} are allowed.");
        if (!IsInterval(SaveEvery))
            yield return $"SaveEvery is {SaveEvery}; a time above zero is allowed, or Timeout.InfiniteTimeSpan for never.";
        if (!IsInterval(ReadEvery))
            yield return $"ReadEvery is {ReadEvery}; a time above zero is allowed, or Timeout.InfiniteTimeSpan for never.";
    }

    private static bool IsInterval(TimeSpan interval) => interval > TimeSpan.Zero || interval == Timeout.InfiniteTimeSpan;

    private static string? TrackingError(TrackerOptions tracking)
    {
        try
        {
            tracking.RequireValid();
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }
}
