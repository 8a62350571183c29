using System.Globalization;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>Conversion from one stage to another by the time since the first was reached: comparable between young and old deals, as the plain rate is not.</summary>
/// <remarks>Aalen–Johansen: conversion and loss compete, deals that are neither are right-censored at the as-of time. Times are elapsed, time on hold included. By the rule
/// Reached. Intervals on the log(−log) scale; while nothing (or everything) has converted, the Wilson interval over the deals that were decided or watched that long.</remarks>
public sealed class ConversionOverTime
{
    /// <summary>The id of the method of <see cref="Within"/>.</summary>
    public const string WithinMethodId = "conversion.within.aalen-johansen/1";

    /// <summary>The id of the method of <see cref="Ultimate"/>.</summary>
    public const string UltimateMethodId = "conversion.ultimate.aalen-johansen/1";

    /// <summary>The id of the method of <see cref="LostWithin"/>.</summary>
    public const string LostWithinMethodId = "churn.within.aalen-johansen/1";

    /// <summary>The id of the method of <see cref="UltimatelyLost"/>.</summary>
    public const string UltimatelyLostMethodId = "churn.ultimate.aalen-johansen/1";

    private readonly ConversionSpans _spans;
    private readonly bool _isLowerBound;

    internal ConversionOverTime(ConversionSpans spans, bool isLowerBound)
    {
        _spans = spans;
        _isLowerBound = isLowerBound;
    }

    /// <summary>Gets the number of deals that reached the earlier stage at a known time.</summary>
    public long Entered => _spans.Entered;

    /// <summary>Gets the number of them that reached the later stage.</summary>
    public long Converted => _spans.Converted;

    /// <summary>Gets the number of them that are lost without having reached it.</summary>
    public long Lost => _spans.Lost;

    /// <summary>Gets the number of deals left out because a time is not known.</summary>
    public long Undated => _spans.Undated;

    /// <summary>Gets whether enough deals are decided to compare the plain rate.</summary>
    public Maturity Maturity => new(Entered, Converted + Lost, _spans.OldEnough, _spans.CycleP90Days);

    /// <summary>Gets the shares converted (as won) and lost by days since the earlier stage was reached.</summary>
    public AalenJohansen Incidence => _spans.Incidence;

    /// <summary>The share of deals that convert within a time; unit <c>fraction</c>.</summary>
    /// <returns>The estimate with its 95 % interval; <see cref="MetricStatus.InsufficientHistory"/> when no deal has been watched that long.</returns>
    /// <param name="horizon">The time since the earlier stage was reached, inclusive; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not positive.</exception>
    public MetricValue Within(TimeSpan horizon) => Figure(Positive(horizon), DealOutcome.Won, WithinMethodId);

    /// <summary>The share of deals that convert at all: by the longest time watched.</summary>
    /// <returns>The estimate with its 95 % interval. <see cref="MetricStatus.LowerBound"/> when some deals are then still undecided; their share is in the upper limit.</returns>
    public MetricValue Ultimate() => Figure(null, DealOutcome.Won, UltimateMethodId);

    /// <summary>The share of deals that are lost, before converting, within a time; unit <c>fraction</c>.</summary>
    /// <returns>As <see cref="Within"/>.</returns>
    /// <param name="horizon">The time since the earlier stage was reached, inclusive; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not positive.</exception>
    public MetricValue LostWithin(TimeSpan horizon) => Figure(Positive(horizon), DealOutcome.Lost, LostWithinMethodId);

    /// <summary>The share of deals that are lost, before converting, at all.</summary>
    /// <returns>As <see cref="Ultimate"/>.</returns>
    public MetricValue UltimatelyLost() => Figure(null, DealOutcome.Lost, UltimatelyLostMethodId);

    private static double Positive(TimeSpan horizon) => horizon > TimeSpan.Zero
        ? horizon.TotalDays
        : throw new ArgumentOutOfRangeException(nameof(horizon), horizon, "A horizon is a positive time, for example 90 days.");

    private MetricValue Figure(double? horizon, DealOutcome cause, string method)
    {
        var figure = new MetricValue { Unit = "fraction", Denominator = Entered, N = Entered, Method = method };
        if (Entered == 0)
            return figure with { Status = MetricStatus.Undefined, Reason = Undated > 0 ? "no deal entered at a known time" : "no deals entered" };
        CumulativeIncidenceStep at = horizon is { } days ? Incidence.At(days) : Incidence.Steps[^1];
        if (horizon > _spans.Longest && at.Open > 0)
        {
            return figure with
            {
                Status = MetricStatus.InsufficientHistory,
                Reason = string.Create(CultureInfo.InvariantCulture, $"no deal has been watched for {horizon:0.#} days; the longest is {_spans.Longest:0.#}"),
            };
        }

        double undecided = horizon is null ? at.Open : 0;
        double share = cause == DealOutcome.Won ? at.Won : at.Lost;
        ProportionInterval? interval = Interval(horizon ?? _spans.Longest, share, cause == DealOutcome.Won ? at.WonStandardError : at.LostStandardError);
        figure = figure with { Value = (decimal)share, Low = (decimal?)interval?.Low, High = interval is { } known ? (decimal)Math.Min(known.High + undecided, 1) : null };
        if (_isLowerBound)
            return figure with { Status = MetricStatus.LowerBound, Reason = StageSnapshotMetrics.PartOfHistory };
        return undecided > 0
            ? figure with { Status = MetricStatus.LowerBound, Reason = string.Create(CultureInfo.InvariantCulture, $"{undecided * 100:0.0} % are undecided at the longest time watched, {_spans.Longest:0.#} days") }
            : figure;
    }

    private ProportionInterval? Interval(double days, double share, double standardError)
    {
        if (share is > 0 and < 1)
            return new CumulativeIncidenceStep(days, 0, share, 0, standardError, 0).WonInterval();
        long known = _spans.KnownBy(days);
        return Wilson.Interval(share >= 1 ? known : 0, known);
    }
}
