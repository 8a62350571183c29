using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>Everything that a report of a funnel says, computed once; <see cref="ReportText"/>, <see cref="ReportMarkdown"/> and <see cref="ReportJson"/> write it.</summary>
public sealed class FunnelReport
{
    private FunnelReport()
    {
    }

    /// <summary>Gets the funnel.</summary>
    public required FunnelDefinition Definition { get; init; }

    /// <summary>Gets the time that the report describes, with the offset of the zone; events at exactly this time are in.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Gets a value indicating whether the as-of time was not asked for, but is that of the last event.</summary>
    public required bool AsOfIsLastEvent { get; init; }

    /// <summary>Gets the options that the report was made with.</summary>
    public required FunnelReportOptions Options { get; init; }

    /// <summary>Gets the figures of all deals.</summary>
    public required FunnelFigures Total { get; init; }

    /// <summary>Gets the shares won and lost by age in days, with open deals counted as still open.</summary>
    public required AalenJohansen Incidence { get; init; }

    /// <summary>Gets the channels by name; empty when there are no cost lines with channels.</summary>
    public required IReadOnlyList<ChannelFigures> Channels { get; init; }

    /// <summary>Gets what was left out, by reason.</summary>
    public required IReadOnlyList<RejectedItem> Rejected { get; init; }

    /// <summary>Gets the segments by the texts of their values, deals without a value last; empty when none were asked for.</summary>
    public required IReadOnlyList<SegmentFigures> Segments { get; init; }

    /// <summary>Gets the cohorts in time, undated first; empty when none were asked for.</summary>
    public required IReadOnlyList<CohortFigures> Cohorts { get; init; }

    /// <summary>Gets why and where deals are lost.</summary>
    public required Insights.LossReasons Losses { get; init; }

    /// <summary>Gets what changed between the two periods asked for; <c>null</c> when none were.</summary>
    public required ChangeFigures? Change { get; init; }

    /// <summary>Gets where deals are lost or stuck, and what it costs: the deals of the later half against those of the earlier half.</summary>
    public required BottleneckReport Bottlenecks { get; init; }

    internal string LossReason(long? reason) => reason is not { } known ? "(none given)"
        : Options.LossReasons is { } texts && known >= 0 && known < texts.Count ? texts.OuterId(known) : known.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Computes a report.</summary>
    /// <param name="log">The log; <see cref="FunnelReportOptions.AsOf"/>, when set, wins over its own as-of time.</param>
    /// <param name="options">What to show; totals as of the last event when not given.</param>
    /// <exception cref="ArgumentException">The funnel has no dimension of a name in <see cref="FunnelReportOptions.By"/>.</exception>
    public static FunnelReport Of(DealLog log, FunnelReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        options ??= new FunnelReportOptions();
        if (options.AsOf is { } time)
            log = log.AsOf(time);

        var count = new LogCountOptions
        {
            Rule = options.Rule,
            Attribution = options.Attribution,
            Calendar = options.Cohort is { } unit ? CohortCalendar.Of(unit, options.Zone) : null,
        };
        StageSnapshot snapshot = log.Count(count);
        VisitDurations durations = log.VisitDurations(count);
        DealRecords deals = log.Deals(count);
        IReadOnlyList<Win> wins = options.Spend is null ? [] : log.Wins();
        AcquisitionSpend? spend = options.Spend is null ? null : new AcquisitionSpend(options.Spend, log.AsOfTime, options.Zone);
        return new FunnelReport
        {
            Definition = log.Definition,
            AsOf = TimeZoneInfo.ConvertTime(log.AsOfTime, options.Zone),
            AsOfIsLastEvent = options.AsOf is null && log.AsOfTime == log.LastEventAt,
            Options = options,
            Total = FunnelFigures.Of(snapshot, durations, deals, spend is null ? AcquisitionFigures.None("no costs were given") : AcquisitionFigures.Of(spend, wins, options), options.MinimumSample),
            Incidence = deals.Incidence(out _),
            Bottlenecks = log.Bottlenecks(new BottleneckOptions { Attribution = options.Attribution }),
            Channels = spend is null ? [] : ReportParts.Channels(log, snapshot, spend, options),
            Rejected = ReportParts.Rejected(snapshot, options),
            Segments = options.By.Count == 0 ? [] : ReportParts.Segments(log, snapshot, durations, deals, options),
            Losses = Insights.DealLogSales.LossReasons(log),
            Change = options.Compare is { } periods ? ChangeFigures.Of(log, periods, count, options) : null,
            Cohorts = options.Cohort is null ? [] : ReportParts.Cohorts(snapshot, durations, deals, options),
        };
    }
}
