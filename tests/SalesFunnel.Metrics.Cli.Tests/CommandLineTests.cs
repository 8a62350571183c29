using System.Text;
using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>Options, exit codes, and where things are written.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ru-RU")]
    public void Every_format_has_the_same_bytes_in_every_culture(string culture)
    {
        foreach (string format in new[] { "table", "markdown", "json" })
        {
            string[] args = ["report", SampleFiles.DemoMapping, "--by", "segment", "--cohort", "year", "--as-of", "2024-12-31", "--format", format];
            CliRun invariant = CliRun.Of(args);
            using var scope = new CultureScope(culture);
            Assert.Equal(invariant, CliRun.Of(args));
        }
    }

    [Fact]
    public void The_text_report_shows_headline_funnel_rates_and_money()
    {
        string text = CliRun.Of("report", SampleFiles.DemoMapping).Output;
        Assert.Contains("As of 2025-01-31 15:05 (UTC), the time of the last event.", text, StringComparison.Ordinal);
        Assert.Contains("1,111     121     10.9 %                 1,592,900.00     972      18", text, StringComparison.Ordinal);
        Assert.Contains("\nQualified               ████████████████████████                 541   48.7 %\n", text, StringComparison.Ordinal);
        Assert.Contains("Lead conversion           Lead → Qualified      541 / 1,111  48.7 %  45.8 – 51.6 %", text, StringComparison.Ordinal);
        Assert.Contains("4,251.48", text, StringComparison.Ordinal);
        Assert.Contains("6 months (5.46)", text, StringComparison.Ordinal);
        Assert.Contains("Nothing: every row was used.", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void A_date_is_its_end_and_a_date_time_is_inclusive()
    {
        Assert.Equal("2024-06-30T23:59:59.999999+00:00", CliRun.Demo("--as-of", "2024-06-30").GetProperty("asOf").GetString());
        using var folder = new TempFolder();
        folder.Write("log.csv", "id,stage,at\na,Lead,2024-03-30T23:59\nb,Lead,2024-03-31T12:00\nc,Lead,2024-03-31T23:59:59\nd,Lead,2024-04-01T00:00\n");
        string mapping = folder.Write("funnel.json", """{"name": "F", "timeZone": "Europe/Berlin", "stages": [{"key": "Lead"}, {"key": "Won"}], "log": {"file": "log.csv", "id": "id", "stage": "stage", "enteredAt": "at"}}""");
        JsonElement Report(string asOf) => CliRun.Json("report", mapping, "--format", "json", "--as-of", asOf);
        Assert.Equal(3, Report("2024-03-31").GetProperty("leads").GetInt64());
        Assert.Equal("2024-03-31T23:59:59.999999+02:00", Report("2024-03-31").GetProperty("asOf").GetString());
        Assert.Equal(2, Report("2024-03-31T12:00").GetProperty("leads").GetInt64());
        Assert.Equal(1, Report("2024-03-31T11:59:59.999999").GetProperty("leads").GetInt64());
        Assert.Equal(2, Report("2024-03-31T10:00Z").GetProperty("leads").GetInt64());
        Assert.Equal(1, Report("2024-03-31T12:00+03:00").GetProperty("leads").GetInt64());
        Assert.Equal(0, Report("2020-01-01").GetProperty("leads").GetInt64());
        Assert.Contains("As of the end of 2024-03-31 (Europe/Berlin).", CliRun.Of("report", mapping, "--as-of", "2024-03-31").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_of_the_past_is_that_of_a_log_that_ends_there()
    {
        using var folder = new TempFolder();
        foreach (string file in Directory.GetFiles(SampleFiles.DemoFolder))
            File.Copy(file, Path.Combine(folder.FullPath, Path.GetFileName(file)));
        string log = Path.Combine(folder.FullPath, "stage_history.csv");
        File.WriteAllLines(log, [.. File.ReadLines(log).Where((line, i) => i == 0 || string.CompareOrdinal(line.Split(',')[2], "2024-07-01") < 0)]);
        JsonElement shortened = CliRun.Json("report", folder.FullPath, "--format", "json", "--as-of", "2024-06-30");
        JsonElement past = CliRun.Demo("--as-of", "2024-06-30");
        foreach (string part in new[] { "leads", "stages", "leadConversionRate", "dealSize", "customerAcquisitionCost", "paybackPeriod" })
            Assert.Equal(past.GetProperty(part).GetRawText(), shortened.GetProperty(part).GetRawText());
    }

    [Theory]
    [InlineData("Required command was not provided.")]
    [InlineData("report", "report")]
    [InlineData("--nonsense", "report", "x.json", "--nonsense")]
    [InlineData("--as-of: found 'yesterday'.", "report", "x.json", "--as-of", "yesterday")]
    [InlineData("--as-of: found '2024-02-30'.", "report", "x.json", "--as-of", "2024-02-30")]
    [InlineData("--as-of: found '9999-12-31'.", "report", "x.json", "--as-of", "9999-12-31")]
    [InlineData("week", "report", "x.json", "--cohort", "week")]
    [InlineData("loose", "report", "x.json", "--rule", "loose")]
    [InlineData("pdf", "report", "x.json", "--format", "pdf")]
    public void Wrong_usage_exits_with_2(string message, params string[] args)
    {
        CliRun run = CliRun.Of(args);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_dimension_exits_with_2_and_names_those_there_are()
    {
        CliRun run = CliRun.Of("report", SampleFiles.DemoMapping, "--by", "colour");
        Assert.Equal((2, "--by: there is no dimension 'colour'. funnel.json declares: agent, channel, segment." + Environment.NewLine), (run.Code, run.Error));
    }

    [Fact]
    public void Input_that_cannot_be_read_exits_with_1()
    {
        CliRun missing = CliRun.Of("report", Path.Combine(SampleFiles.DemoFolder, "nowhere.json"));
        Assert.Equal((1, ""), (missing.Code, missing.Output));
        Assert.Contains("There is no file", missing.Error, StringComparison.Ordinal);
        using var folder = new TempFolder();
        CliRun broken = CliRun.Of("report", folder.Write("funnel.json", "{}"));
        Assert.Equal(1, broken.Code);
        Assert.Contains("$.stages: missing", broken.Error, StringComparison.Ordinal);
        CliRun notALog = CliRun.Of("report", Path.Combine(SampleFiles.DemoFolder, "costs.csv"));
        Assert.Equal(1, notALog.Code);
        Assert.Contains("Write a funnel.json", notALog.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_row_is_reported_and_under_strict_exits_with_1()
    {
        using var folder = new TempFolder();
        folder.Write("log.csv", "id,stage,at\na,Lead,2024-01-01\na,Demoo,2024-01-02\nb,Lead,soon\n");
        string mapping = folder.Write("funnel.json", """{"name": "F", "stages": [{"key": "Lead"}, {"key": "Won"}], "log": {"file": "log.csv", "id": "id", "stage": "stage", "enteredAt": "at"}}""");
        JsonElement[] rejected = [.. CliRun.Json("report", mapping, "--format", "json").GetProperty("rejected").EnumerateArray()];
        Assert.Equal(["{\"reason\":\"UnknownStage\",\"count\":1,\"samples\":[\"log.csv:3\"]}", "{\"reason\":\"BadDate\",\"count\":1,\"samples\":[\"log.csv:4\"]}"], rejected.Select(r => JsonSerializer.Serialize(r)));
        string text = CliRun.Of("report", mapping).Output;
        Assert.Contains("• log.csv:3, column 'stage': found 'Demoo', expected one of Lead, Won, Lost (UnknownStage)", text, StringComparison.Ordinal);

        CliRun strict = CliRun.Of("report", mapping, "--strict");
        Assert.Equal((1, "", "log.csv:3, column 'stage': found 'Demoo', expected one of Lead, Won, Lost (UnknownStage)" + Environment.NewLine), (strict.Code, strict.Output, strict.Error));
        Assert.Equal(0, CliRun.Of("report", SampleFiles.DemoMapping, "--strict").Code);
    }

    [Fact]
    public void Output_goes_to_a_file_as_utf8_without_mark_and_nothing_to_the_terminal()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.FullPath, "report.md");
        CliRun run = CliRun.Of("report", SampleFiles.DemoMapping, "--format", "markdown", "--output", path);
        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
        Assert.Equal(Encoding.UTF8.GetBytes(CliRun.Of("report", SampleFiles.DemoMapping, "--format", "markdown").Output), File.ReadAllBytes(path));
        CliRun failed = CliRun.Of("report", SampleFiles.DemoMapping, "--output", Path.Combine(folder.FullPath, "no", "such", "folder.txt"));
        Assert.Equal(1, failed.Code);
        Assert.Contains("could not be written", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_gets_the_same_report_with_or_without_colours()
    {
        using var output = new StringWriter();
        Assert.Equal(0, CommandLine.Run(["report", SampleFiles.DemoMapping], output, TextWriter.Null, isInteractive: true));
        string plain = System.Text.RegularExpressions.Regex.Replace(output.ToString(), "\u001b\\[[0-9;]*m", string.Empty);
        Assert.Equal(CliRun.Of("report", SampleFiles.DemoMapping).Output, plain.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Help_names_every_option()
    {
        CliRun run = CliRun.Of("report", "--help");
        Assert.Equal(0, run.Code);
        foreach (string option in new[] { "--as-of", "--by", "--cohort", "--rule", "--format", "--output", "--strict" })
            Assert.Contains(option, run.Output, StringComparison.Ordinal);
    }
}
