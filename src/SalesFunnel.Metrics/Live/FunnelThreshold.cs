namespace SalesFunnel.Metrics;

/// <summary>A metric, the limit at which it alerts, and the limit at which it is clear again. Between the two nothing changes, so a figure that trembles at one limit does not alert again and again.</summary>
public sealed class FunnelThreshold
{
    private readonly Func<StageSnapshot, MetricValue> _metric;
    private readonly bool _alertsBelow;

    private FunnelThreshold(string name, Func<StageSnapshot, MetricValue> metric, bool alertsBelow, decimal alertAt, decimal clearAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(metric);
        Name = name;
        _metric = metric;
        _alertsBelow = alertsBelow;
        AlertAt = alertAt;
        ClearAt = clearAt;
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the limit at which the metric alerts, in its unit; a rate is a fraction.</summary>
    public decimal AlertAt { get; }

    /// <summary>Gets the limit at which it is clear again.</summary>
    public decimal ClearAt { get; }

    /// <summary>Alerts when the metric falls below a limit, until it is at or above another.</summary>
    /// <param name="name">Name of the threshold.</param>
    /// <param name="metric">The metric: <c>s => s.WinRate.ToMetricValue()</c>, with <c>.RequireAtLeast(30)</c> where few cases say nothing. Fast and without effects.</param>
    /// <param name="alertBelow">Alerts below this.</param>
    /// <param name="clearFrom">Clear at or above this; not below <paramref name="alertBelow"/>.</param>
    /// <exception cref="ArgumentException">The limits are in the wrong order, or the name is empty.</exception>
    public static FunnelThreshold Below(string name, Func<StageSnapshot, MetricValue> metric, decimal alertBelow, decimal clearFrom) => clearFrom >= alertBelow
        ? new FunnelThreshold(name, metric, alertsBelow: true, alertBelow, clearFrom)
        : throw new ArgumentException($"The threshold '{name}' alerts below {Text(alertBelow)} and clears from {Text(clearFrom)}, which is lower. It clears at the limit of the alert or above.", nameof(clearFrom));

    /// <summary>Alerts when the metric rises above a limit, until it is at or below another.</summary>
    /// <param name="name">Name of the threshold.</param>
    /// <param name="metric">The metric: <c>s => s.TimeInStage("Proposal").ToMetricValue()</c>. Fast and without effects.</param>
    /// <param name="alertAbove">Alerts above this.</param>
    /// <param name="clearTo">Clear at or below this; not above <paramref name="alertAbove"/>.</param>
    /// <exception cref="ArgumentException">The limits are in the wrong order, or the name is empty.</exception>
    public static FunnelThreshold Above(string name, Func<StageSnapshot, MetricValue> metric, decimal alertAbove, decimal clearTo) => clearTo <= alertAbove
        ? new FunnelThreshold(name, metric, alertsBelow: false, alertAbove, clearTo)
        : throw new ArgumentException($"The threshold '{name}' alerts above {Text(alertAbove)} and clears to {Text(clearTo)}, which is higher. It clears at the limit of the alert or below.", nameof(clearTo));

    /// <summary>Reads the metric.</summary>
    /// <param name="snapshot">The counts.</param>
    public MetricValue Read(StageSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return _metric(snapshot);
    }

    /// <summary>Tells whether the threshold is crossed after a reading.</summary>
    /// <returns>The state after the reading. A metric without a number changes nothing.</returns>
    /// <param name="wasCrossed">Whether it was crossed before.</param>
    /// <param name="reading">What <see cref="Read"/> gave.</param>
    public bool IsCrossed(bool wasCrossed, MetricValue reading)
    {
        if (reading.Value is not { } value)
            return wasCrossed;
        if (wasCrossed)
            return _alertsBelow ? value < ClearAt : value > ClearAt;
        return _alertsBelow ? value < AlertAt : value > AlertAt;
    }

    private static string Text(decimal value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
