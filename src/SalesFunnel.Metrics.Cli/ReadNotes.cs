using System.Globalization;
using SalesFunnel.Metrics.Data;

namespace SalesFunnel.Metrics.Cli;

/// <summary>What a reader of a report must know about how its files were read.</summary>
internal static class ReadNotes
{
    public static List<string> Of(FunnelData data)
    {
        ReadSummary summary = data.Summary;
        FunnelMapping mapping = data.Mapping;
        var notes = new List<string>(mapping.Notes)
        {
            $"Read: {string.Join(", ", summary.Files.Select(static f => string.Create(CultureInfo.InvariantCulture, $"{f.File} ({f.Used:N0} of {f.Rows:N0} rows used)")))}.",
        };
        notes.AddRange(summary.Formats.Where(static f => !f.IsPlain).Select(static f => $"Format of {f}."));
        if (mapping.Attribution != SegmentAttribution.AtEntry)
            notes.Add($"Deals are counted under a dimension's value by attribution: {mapping.Attribution}.");
        if (summary.UndatedRows > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{summary.UndatedRows:N0} rows without a time were kept as entries before all dated ones; they enter no duration."));
        if (summary.DealsOnlyInLog > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{summary.DealsOnlyInLog:N0} deals of the log are not in {mapping.Deals?.File}: they count, without what that table says."));
        if (summary.DoubledLocalTimes > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{summary.DoubledLocalTimes:N0} local times occur twice in {mapping.TimeZone.Id} (clocks go back); the earlier one was taken."));
        if (summary.SkippedLocalTimes > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{summary.SkippedLocalTimes:N0} local times do not occur in {mapping.TimeZone.Id} (clocks go forward); they were read with the offset before."));
        if (!data.Log.HasFullHistory)
            notes.Add($"{mapping.Deals?.File} holds each deal as it is now, not the way there: counts of stages between the first and the last are lower bounds, a lost deal counts as lost at the furthest stage that the file shows, and a stay in a stage lasts as long as the dates of the file tell. Add the history of the deals, where there is one, for exact figures.");
        AddShapeNotes(summary, notes);
        return notes;
    }

    private static void AddShapeNotes(ReadSummary summary, List<string> notes)
    {
        if (summary.FooterRows > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{summary.FooterRows:N0} rows below an empty line are notes of the system that wrote the file, not deals."));
        if (summary.RowsOfOtherFields > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{summary.RowsOfOtherFields:N0} rows of the history are about other fields than the stage and were passed over."));
        if (summary.UnchangedStageRows > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{summary.UnchangedStageRows:N0} rows of the history name the stage that the deal was in already; they are no moves."));
        if (summary.HistoryGaps > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{summary.HistoryGaps:N0} rows of the history leave another stage than the deal was in: rows between are missing from the file, so moves are counted too low."));
        if (summary.MergedDeals > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{summary.MergedDeals:N0} deals were merged into others and are left out."));
        if (summary.MergedIdsWithoutDeal > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{summary.MergedIdsWithoutDeal:N0} merged ids are of deals that the files do not hold."));
        foreach (CurrencyCount currency in summary.Currencies.Where(static c => !c.IsPriced))
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{currency.Amounts:N0} amounts in '{currency.Currency}' are not counted, because the mapping has no rate for them; their deals are, without amount."));
    }
}
