using System.Globalization;
using System.Text;
using SalesFunnel.Metrics.Data;
using SalesFunnel.Metrics.Reporting;

namespace SalesFunnel.Metrics.Cli;

/// <summary>Reads, computes and writes one report.</summary>
internal static class ReportRun
{
    public static int Run(ReportRequest request, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        FunnelMapping mapping = Open(request.Input);
        string[] dimensions = [.. mapping.Dimensions.Select(static d => d.Name)];
        foreach (string name in request.By)
        {
            if (dimensions.Contains(name, StringComparer.Ordinal))
                continue;
            error.WriteLine(dimensions.Length == 0
                ? $"--by: {mapping.Source} declares no dimensions, so there is nothing to segment by. Add \"dimensions\" to the mapping file."
                : $"--by: there is no dimension '{name}'. {mapping.Source} declares: {string.Join(", ", dimensions)}.");
            return CommandLine.WrongUsage;
        }

        FunnelData data = ReadProgressBar.Read(mapping, request, error, cancellation);
        FunnelReport report = FunnelReport.Of(data.Log, OptionsOf(request, data));
        if (request.OutputFile is { } path)
            return WriteFile(path, report, request.Format, error);
        if (request is { IsInteractive: true, Format: "table" })
            ColouredReport.Write(ReportText.ToText(report), output);
        else
            output.Write(Render(report, request.Format));
        output.Flush();
        return CommandLine.Success;
    }

    internal static FunnelReportOptions OptionsOf(ReportRequest request, FunnelData data)
    {
        FunnelMapping mapping = data.Mapping;
        return new FunnelReportOptions
        {
            AsOf = request.AsOf?.In(mapping.TimeZone),
            By = [.. request.By.Distinct(StringComparer.Ordinal)],
            Cohort = request.Cohort switch { "month" => CohortUnit.Month, "quarter" => CohortUnit.Quarter, "year" => CohortUnit.Year, _ => null },
            Rule = request.Rule switch { "touched" => CountingRule.Touched, "strict" => CountingRule.Strict, _ => CountingRule.Reached },
            Zone = mapping.TimeZone,
            Attribution = mapping.Attribution,
            DimensionValues = data.DimensionValues,
            Spend = data.Spend,
            Revenues = data.Revenues,
            Margin = mapping.Margin,
            ChannelDimension = mapping.Costs?.Dimension ?? "channel",
            ChannelSpendKind = mapping.Costs?.MarketingKind ?? "marketing",
            LeftOutByReader = [.. data.Summary.Defects.Select(static d => new RejectedItem(
                d.Defect.ToString(), d.Count, [.. d.Samples.Select(static s => s.Place)], d.Samples[0].ToString()))],
            PlaceOf = data.PlaceOf,
            Notes = NotesOf(data),
        };
    }

    private static FunnelMapping Open(string input)
    {
        if (Directory.Exists(input))
            return FunnelMapping.Load(Path.Combine(input, "funnel.json"));
        bool isLog = input.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || input.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            || input.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) || input.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);
        return isLog ? FunnelMapping.ForLog(input) : FunnelMapping.Load(input);
    }

    private static string Render(FunnelReport report, string format) => format switch
    {
        "json" => ReportJson.ToText(report),
        "markdown" => ReportMarkdown.ToText(report),
        _ => ReportText.ToText(report),
    };

    private static int WriteFile(string path, FunnelReport report, string format, TextWriter error)
    {
        try
        {
            File.WriteAllText(path, Render(report, format), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return CommandLine.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error.WriteLine($"--output: the file '{path}' could not be written: {e.Message}");
            return CommandLine.BadData;
        }
    }

    private static List<string> NotesOf(FunnelData data)
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
        return notes;
    }
}
