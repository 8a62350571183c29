using System.Globalization;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The lists of a report.</summary>
internal static class ReportParts
{
    public static IReadOnlyList<ChannelFigures> Channels(DealLog log, StageSnapshot snapshot, AcquisitionSpend spend, FunnelReportOptions options)
    {
        int dimension = log.Definition.IndexOfDimension(options.ChannelDimension);
        if (dimension < 0 || spend.Lines.All(static line => line.Channel is null))
            return [];
        var counts = snapshot.GroupBy(options.ChannelDimension)
            .Select(group => (Key: Label(log, dimension, group.Values[0], options), group.Snapshot))
            .ToList();
        var channels = new List<ChannelFigures>();
        foreach ((string? key, StageSnapshot deals) in counts)
            channels.Add(Channel(key, deals.Leads, deals.Won, spend, options));
        foreach (string key in spend.Lines.Select(static line => line.Channel).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (!channels.Exists(channel => string.Equals(channel.Key, key, StringComparison.Ordinal)))
                channels.Add(Channel(key, 0, 0, spend, options));
        }

        channels.Sort(static (a, b) => CompareLabels(a.Key, b.Key));
        return channels.AsReadOnly();
    }

    public static IReadOnlyList<RejectedItem> Rejected(StageSnapshot snapshot, FunnelReportOptions options)
    {
        var items = new List<RejectedItem>(options.LeftOutByReader ?? []);
        foreach (RejectedEvents rejected in snapshot.Rejections)
        {
            if (options.LeftOutByReader is not null && rejected.Reason is RejectReason.UnknownStage or RejectReason.NotRepresentable)
                continue;
            string[] places = [.. rejected.SamplePositions.Select(position => options.PlaceOf?.Invoke(position) ?? position.ToString(CultureInfo.InvariantCulture)).Distinct(StringComparer.Ordinal)];
            items.Add(new RejectedItem(rejected.Reason.ToString(), rejected.Count, places.AsReadOnly()));
        }

        return items.AsReadOnly();
    }

    public static IReadOnlyList<SegmentFigures> Segments(DealLog log, StageSnapshot snapshot, VisitDurations durations, DealRecords deals, FunnelReportOptions options)
    {
        int[] dimensions = [.. options.By.Select(log.Definition.IndexOfDimension)];
        AcquisitionFigures acquisition = AcquisitionFigures.None("costs are not split by segment");
        var segments = new List<SegmentFigures>();
        var asked = new SegmentOptions { Dimensions = options.By };
        if (options.MinimumSample > 0)
            asked = asked with { MinimumSample = options.MinimumSample };
        var overall = SegmentComparison.Of(snapshot, asked).Segments.ToDictionary(static s => string.Join(',', s.Values), static s => s.Overall, StringComparer.Ordinal);
        foreach (SegmentGroup group in snapshot.GroupBy(options.By))
        {
            if (group.Snapshot.Leads == 0)
                continue; // only deals that were deleted since
            var key = new KeyValuePair<string, string?>[dimensions.Length];
            for (int i = 0; i < key.Length; i++)
                key[i] = new(options.By[i], Label(log, dimensions[i], group.Values[i], options));
            segments.Add(new SegmentFigures(key.AsReadOnly(), FunnelFigures.Of(group.Snapshot, durations.Where(options.By, group.Values), deals.Where(options.By, group.Values), acquisition, options.MinimumSample), overall[string.Join(',', group.Values)]));
        }

        segments.Sort(static (a, b) =>
        {
            for (int i = 0; i < a.Key.Count; i++)
            {
                if (CompareLabels(a.Key[i].Value, b.Key[i].Value) is var order and not 0)
                    return order;
            }

            return 0;
        });
        return segments.AsReadOnly();
    }

    public static IReadOnlyList<CohortFigures> Cohorts(StageSnapshot snapshot, VisitDurations durations, DealRecords deals, FunnelReportOptions options)
    {
        AcquisitionFigures acquisition = AcquisitionFigures.None("costs are not split by cohort");
        return snapshot.Cohorts
            .Where(static group => group.Snapshot.Leads > 0)
            .Select(group => new CohortFigures(group.Period, FunnelFigures.Of(group.Snapshot, durations.Cohort(group.Period.Number), deals.Cohort(group.Period.Number), acquisition, options.MinimumSample)))
            .ToArray().AsReadOnly();
    }

    internal static string? Label(DealLog log, int dimension, long value, FunnelReportOptions options)
    {
        if (value == SegmentValue.None)
            return null;
        if (value == SegmentValue.Other)
            return "(other)";
        EntityIndex? labels = options.DimensionValues is { } all ? all[dimension] : dimension == 0 ? log.SegmentLabels : null;
        return labels is not null && value >= 0 && value < labels.Count ? labels.OuterId(value) : value.ToString(CultureInfo.InvariantCulture);
    }

    private static ChannelFigures Channel(string? key, long leads, long won, AcquisitionSpend spend, FunnelReportOptions options)
    {
        CustomerAcquisitionCost cost = spend.OfChannel(key ?? string.Empty, options.ChannelSpendKind, won);
        bool hasLines = key is not null && spend.Lines.Any(line =>
            string.Equals(line.Channel, key, StringComparison.Ordinal) && string.Equals(line.Kind, options.ChannelSpendKind, StringComparison.OrdinalIgnoreCase));
        MetricValue figure = cost.ToMetricValue();
        if (!hasLines) // without own lines 0 ÷ wins would look like a free channel
            figure = new MetricValue { Unit = figure.Unit, Status = MetricStatus.Undefined, Reason = $"the channel has no {options.ChannelSpendKind} lines", Denominator = won, N = won, Method = figure.Method };
        return new ChannelFigures(key, leads, won, cost.Spend, figure);
    }

    private static int CompareLabels(string? a, string? b) => a is null || b is null
        ? (a is null).CompareTo(b is null)
        : string.CompareOrdinal(a, b);
}
