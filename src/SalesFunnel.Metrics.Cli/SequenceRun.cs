using System.Globalization;
using SalesFunnel.Metrics.Data;
using SalesFunnel.Metrics.Reporting;

namespace SalesFunnel.Metrics.Cli;

/// <summary>Counts the sequence of a file.</summary>
internal static class SequenceRun
{
    public static SequenceSource Count(SequenceData data, SequenceDefinition definition, SequenceTable table, SequenceMode mode, AsOfTime? asOf, bool listsLevels)
    {
        if (data.LastEventAt is not { } last && asOf is null)
            throw new FunnelDataException($"{data.Summary.Files[0].File} has no event that can be used, so there is no last event to count as of. {FirstDefect(data)}");
        DateTimeOffset at = asOf?.In(table.TimeZone) ?? data.LastEventAt!.Value;
        var tracker = new SequenceTracker(definition, new SequenceOptions
        {
            Detail = SequenceDetail.Chains,
            Breakdown = table.By is null ? default : new SequenceBreakdown(BreakdownKind.FirstTouch),
            ExpectedEntities = data.Entities.Count,
        });
        int later = data.AddTo(tracker, at);
        SequenceSnapshot counts = tracker.Snapshot(at);
        return new SequenceSource
        {
            Snapshot = counts,
            Mode = mode.Text,
            Entities = data.Entities,
            By = table.By,
            Values = data.Values,
            ListsLevels = listsLevels,
            Rejected =
            [
                .. data.Summary.Defects.Select(static d => new RejectedItem(d.Defect.ToString(), d.Count, [.. d.Samples.Select(static s => s.Place)], d.Samples[0].ToString())),
                .. counts.Rejections.Select(r => new RejectedItem(r.Reason.ToString(), r.Count, [.. r.Samples.Select(s => data.Entities.OuterId(s.Entity))])),
            ],
            Notes = [.. Notes(data, definition, later)],
            Zone = table.TimeZone,
            AsOfIsLastEvent = asOf is null,
        };
    }

    private static IEnumerable<string> Notes(SequenceData data, SequenceDefinition definition, int later)
    {
        FileSummary file = data.Summary.Files[0];
        yield return string.Create(CultureInfo.InvariantCulture, $"Read: {file.File} ({file.Used:N0} of {file.Rows:N0} rows used), {data.Entities.Count:N0} entities.");
        if (!data.Summary.Formats[0].IsPlain)
            yield return $"Format of {data.Summary.Formats[0]}.";
        if (later > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{later:N0} events are after the as-of time and were left out.");
        foreach (string name in definition.EventNames.Where(name => !data.HasEvent(definition.TypeOf(name))))
            yield return $"No row has the event '{name}'. Names are compared as they are written, upper and lower case told apart.";
    }

    private static string FirstDefect(SequenceData data) => data.Summary.Defects.Count == 0 ? "It has no rows below the header." : $"The first wrong row: {data.Summary.Defects.SelectMany(static d => d.Samples).MinBy(static s => s.Line)}";
}
