using System.Text;
using SalesFunnel.Metrics.Data;
using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Reporting;

namespace SalesFunnel.Metrics.Cli;

/// <summary>Reads, computes and writes one report.</summary>
internal static class ReportRun
{
    public static int Run(ReportRequest request, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        FunnelMapping mapping = MappingInput.Open(request.Inputs, request.DateFormats, cancellation);
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

        FunnelData data = ReadProgressBar.Read(mapping, request.IsStrict, request.ShowsProgress, error, cancellation);
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
            Compare = request.Compare,
            Decomposition = request.Split switch { "lmdi" => DecompositionMethod.Lmdi, "chain" => DecompositionMethod.ChainSubstitution, _ => DecompositionMethod.Shapley },
            MinimumSample = request.MinimumSample,
            Zone = mapping.TimeZone,
            Attribution = mapping.Attribution,
            DimensionValues = data.DimensionValues,
            LossReasons = data.LossReasons,
            Spend = data.Spend,
            Revenues = data.Revenues,
            Margin = mapping.Margin,
            ChannelDimension = mapping.Costs?.Dimension ?? "channel",
            ChannelSpendKind = mapping.Costs?.MarketingKind ?? "marketing",
            LeftOutByReader = [.. data.Summary.Defects.Select(static d => new RejectedItem(
                d.Defect.ToString(), d.Count, [.. d.Samples.Select(static s => s.Place)], d.Samples[0].ToString()))],
            PlaceOf = data.PlaceOf,
            Notes = ReadNotes.Of(data),
        };
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
}
