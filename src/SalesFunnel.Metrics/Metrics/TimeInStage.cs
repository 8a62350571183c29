using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>Average time in a stage: over the visits that have ended, elapsed, without time on hold.</summary>
/// <remarks>Per visit: a deal that comes back counts again. Visits still open are told apart, not averaged in. The mean is exact (128-bit sum ÷ count);
/// the median here comes from a histogram and says so; the exact one is in <see cref="VisitDurations"/>.</remarks>
public readonly struct TimeInStage
{
    /// <summary>The id of the method.</summary>
    public const string MethodId = "time.visit.elapsed.completed/1";

    private readonly bool _isPartial;
    private readonly bool _lacksHistory;
    private readonly VisitTimes _completed;
    private readonly VisitTimes _open;

    internal TimeInStage(VisitTimes completed, VisitTimes stillOpen, long untimed, bool isPartial, bool hasFullHistory)
    {
        _completed = completed;
        _open = stillOpen;
        Untimed = untimed;
        _isPartial = isPartial;
        _lacksHistory = !hasFullHistory;
    }

    /// <summary>Gets the number of ended visits that the figures rest on.</summary>
    public long Completed => _completed.Count;

    /// <summary>Gets the number of visits still open at the as-of time.</summary>
    public long StillOpen => _open.Count;

    /// <summary>Gets the number of ended visits left out because their entry has no date.</summary>
    public long Untimed { get; }

    /// <summary>Gets the exact sum of the durations, in microseconds.</summary>
    public Int128 TotalMicros => _completed.TotalMicros;

    /// <summary>Gets the mean in seconds, or <c>null</c> without ended visits.</summary>
    public decimal? MeanSeconds => _completed.MeanSeconds;

    /// <summary>Gets the mean, rounded to 100 ns, or <c>null</c> without ended visits.</summary>
    public TimeSpan? Mean => _completed.Mean;

    /// <summary>Gets the median, off by at most 0.8 %, or <c>null</c> without ended visits.</summary>
    public TimeSpan? ApproximateMedian => _completed.ApproximateQuantile(0.5);

    /// <summary>Gets the median with open visits counted as right-censored (Kaplan–Meier on the histogram), with limits that enclose the exact one; not reached when too few visits have ended to tell.</summary>
    /// <remarks>The mean and the median of completed visits are short while slow deals are still in the stage; this one is not.</remarks>
    public StayQuantile ApproximateCensoredMedian => ApproximateCensoredQuantile(0.5);

    /// <summary>Gets whether the mean is a number: undefined without ended visits, partial when visits of deleted deals are still in (live tracker),
    /// visits without date are left out, or the source holds only part of the stages, so that one stay may stand for several.</summary>
    public MetricStatus Status => Completed == 0 ? MetricStatus.Undefined : _isPartial || _lacksHistory || Untimed > 0 ? MetricStatus.Partial : MetricStatus.Ok;

    /// <summary>Gets the reason of a status other than Ok.</summary>
    public string? Reason => Status switch
    {
        MetricStatus.Undefined => "no visit has ended",
        MetricStatus.Partial when Untimed > 0 => string.Create(CultureInfo.InvariantCulture, $"{Completed} of {Completed + Untimed} ended visits have a date"),
        MetricStatus.Partial when _lacksHistory => StageSnapshotMetrics.PartOfHistory,
        MetricStatus.Partial => "visits of deals deleted or merged later are included",
        _ => null,
    };

    /// <summary>An approximate quantile, off by at most 0.8 %.</summary>
    /// <returns>The quantile, or <c>null</c> without ended visits.</returns>
    /// <param name="probability">0 = smallest, 0.5 = median, 1 = largest.</param>
    public TimeSpan? ApproximateQuantile(double probability) => _completed.ApproximateQuantile(probability);

    /// <summary>An approximate quantile with open visits counted as right-censored, with limits that enclose the exact one; see <see cref="StageSnapshot.StayQuantile"/>.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in (0, 1).</exception>
    public StayQuantile ApproximateCensoredQuantile(double probability) => new StayRows([_completed], _open).Quantile(probability);

    /// <summary>The mean as a figure; unit <c>seconds</c>.</summary>
    public MetricValue ToMetricValue() => new()
    {
        Value = MeanSeconds,
        Unit = "seconds",
        Status = Status,
        Reason = Reason,
        Numerator = (decimal)TotalMicros / 1_000_000m,
        Denominator = Completed,
        N = Completed,
        Method = MethodId,
    };

    /// <summary>For example <c>6.2 d over 274 completed visits</c>, in the invariant culture.</summary>
    public override string ToString() => MeanSeconds is { } seconds
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 86_400m:0.0} d over {Completed:N0} completed visits")
        : $"undefined: {Reason}";
}
