using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>Exports of systems on the command line: reported without a mapping, and turned into one.</summary>
public class ExportFileTests
{
    private static string Exports => Path.Combine(SampleFiles.Root, "tests", "SalesFunnel.Metrics.Data.Tests", "Data", "crm-exports");

    [Fact]
    public void A_list_is_reported_without_options_and_its_rates_are_lower_bounds()
    {
        JsonElement report = CliRun.Json("report", Export("ru_excel_cp1251.csv"), "--format", "json");
        JsonElement first = report.GetProperty("stages")[0];
        Assert.Equal((13, 3), (report.GetProperty("leads").GetInt64(), first.GetProperty("lostAtFurthest").GetInt64()));
        Assert.Equal("LowerBound", first.GetProperty("conversionToNext").GetProperty("status").GetString());
        Assert.Contains("holds each deal as it is now", OneLine(CliRun.Of("report", Export("ru_excel_cp1251.csv")).Output), StringComparison.Ordinal);
        Assert.DoesNotContain("holds each deal as it is now", OneLine(CliRun.Of("report", Export("hubspot_deals.csv")).Output), StringComparison.Ordinal);
    }

    [Fact]
    public void History_and_list_are_reported_together()
    {
        CliRun run = CliRun.Of("report", Export("pipedrive_deal_flow_api.csv"), Export("pipedrive_deals.csv"), "--by", "owner");
        Assert.Equal(0, run.Code);
        Assert.Contains("1,290,068.38", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 amounts in 'EUR' are not counted", OneLine(run.Output), StringComparison.Ordinal);
        Assert.Contains("Boris Lee", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_notes_say_what_was_recognised_and_what_was_no_deal()
    {
        string text = OneLine(CliRun.Of("report", Export("salesforce_opportunities_report.csv")).Output);
        Assert.Contains("Recognised: salesforce_opportunities_report.csv as opportunity report, Salesforce.", text, StringComparison.Ordinal);
        Assert.Contains("5 rows below an empty line are notes of the system", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Init_writes_a_mapping_whose_report_is_that_of_the_files()
    {
        using var folder = new TempFolder();
        string[] files = [.. new[] { "hubspot_dealstage_history_api.csv", "hubspot_deals.csv" }.Select(f => folder.Write(f, File.ReadAllBytes(Export(f))))];
        string mapping = Path.Combine(folder.FullPath, "funnel.json");
        CliRun init = CliRun.Of(["init", .. files, "--output", mapping]);
        Assert.Equal((0, ""), (init.Code, init.Output));
        Assert.Contains("Recognised: HubSpot.", init.Error, StringComparison.Ordinal);
        Assert.Equal(Figures(["report", .. files]), Figures(["report", mapping]));
        Assert.Equal(Figures(["report", .. files]), Figures(["report", folder.FullPath]));

        CliRun again = CliRun.Of(["init", .. files, "--output", mapping]);
        Assert.Equal(1, again.Code);
        Assert.Contains("is there already and was not touched", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Init_without_output_prints_the_mapping_alone()
    {
        CliRun run = CliRun.Of("init", Export("zoho_deals.csv"));
        Assert.Equal(0, run.Code);
        Assert.EndsWith("}\n", run.Output, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(run.Output, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        Assert.Equal("Record Id", document.RootElement.GetProperty("deals").GetProperty("id").GetString());
    }

    [Fact]
    public void Where_day_and_month_cannot_be_told_apart_the_option_that_says_it_is_named()
    {
        using var folder = new TempFolder();
        string path = folder.Write("deals.csv", "Record Id,Stage,Created Time\nz1,Closed Won,01/02/2026\nz2,Qualification,05/06/2026\n");
        CliRun refused = CliRun.Of("report", path);
        Assert.Equal((1, ""), (refused.Code, refused.Output));
        Assert.Contains("--dates d/M/yyyy", refused.Error, StringComparison.Ordinal);
        Assert.Contains("As of 2026-06-05", CliRun.Of("report", path, "--dates", "d/M/yyyy").Output, StringComparison.Ordinal);
        Assert.Contains("\"M/d/yyyy\"", CliRun.Of("init", path, "--dates", "M/d/yyyy").Output, StringComparison.Ordinal);
        Assert.Contains("'nonsense'", CliRun.Of("init", path, "--dates", "nonsense").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapping_is_given_alone_and_options_are_no_files()
    {
        CliRun mixed = CliRun.Of("report", SampleFiles.DemoMapping, Export("zoho_deals.csv"));
        Assert.Equal(1, mixed.Code);
        Assert.Contains("is no data file", mixed.Error, StringComparison.Ordinal);
        Assert.Contains("a mapping names its files itself", CliRun.Of("report", SampleFiles.DemoMapping, SampleFiles.DemoFolder).Error, StringComparison.Ordinal);
        Assert.Equal(2, CliRun.Of("init", Export("zoho_deals.csv"), "--nonsense").Code);
        Assert.Equal(2, CliRun.Of("init").Code);
    }

    private static string Export(string file) => Path.Combine(Exports, file);

    private static string OneLine(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static string Figures(string[] args)
    {
        JsonElement report = CliRun.Json([.. args, "--format", "json"]);
        return string.Join('\n', report.EnumerateObject().Where(p => p.Name is not ("name" or "notes" or "funnel")).Select(p => p.ToString()));
    }
}
