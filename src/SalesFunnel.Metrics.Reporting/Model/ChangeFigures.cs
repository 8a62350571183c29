using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>What changed between the deals that entered in two periods, and why.</summary>
/// <param name="Before">The earlier period.</param>
/// <param name="After">The other one.</param>
/// <param name="Change">The change of revenue and wins by factor, and each step with its test.</param>
/// <param name="BeforeFigures">Figures of the deals of the earlier period.</param>
/// <param name="AfterFigures">Figures of the deals of the other one.</param>
/// <param name="ByDimension">By dimension: changed shares apart from changed rates; <c>null</c> when a period has no deals.</param>
public sealed record ChangeFigures(
    CohortPeriod Before,
    CohortPeriod After,
    FunnelChange Change,
    FunnelFigures BeforeFigures,
    FunnelFigures AfterFigures,
    IReadOnlyList<KeyValuePair<string, MixRateDecomposition?>> ByDimension)
{
    internal static ChangeFigures Of(DealLog log, PeriodPair periods, LogCountOptions count, FunnelReportOptions options)
    {
        var calendar = CohortCalendar.Of(periods.Unit, options.Zone);
        LogCountOptions byPeriod = count with { Calendar = calendar };
        StageSnapshot all = log.Count(byPeriod);
        VisitDurations durations = log.VisitDurations(byPeriod);
        DealRecords deals = log.Deals(byPeriod);
        CohortPeriod before = periods.Before(calendar);
        CohortPeriod after = periods.After(calendar);
        StageSnapshot first = Cohort(all, before);
        StageSnapshot second = Cohort(all, after);
        AcquisitionFigures acquisition = AcquisitionFigures.None("costs are not split by cohort");
        var change = FunnelChange.Between(first, second, options.Decomposition);
        return new ChangeFigures(
            before,
            after,
            change,
            FunnelFigures.Of(first, durations.Cohort(before.Number), deals.Cohort(before.Number), acquisition, options.MinimumSample),
            FunnelFigures.Of(second, durations.Cohort(after.Number), deals.Cohort(after.Number), acquisition, options.MinimumSample),
            [.. log.Definition.Dimensions.Select(dimension => KeyValuePair.Create(dimension, change.MixAndRate(dimension, value => ReportParts.Label(log, log.Definition.IndexOfDimension(dimension), value, options) ?? "(none)")))]);
    }

    private static StageSnapshot Cohort(StageSnapshot all, CohortPeriod period) =>
        all.Cohorts.FirstOrDefault(group => group.Period.Number == period.Number)?.Snapshot ?? StageSnapshot.Empty(all.Definition, all.AsOf, all.Rule, all.Calendar, all.Attribution);
}
