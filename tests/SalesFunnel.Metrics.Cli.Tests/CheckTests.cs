using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

public class CheckTests
{
    private const string Mapping = """{"name": "F", "stages": [{"key": "Lead"}, {"key": "Won"}], "log": {"file": "log.csv", "id": "id", "stage": "stage", "enteredAt": "at"}, "dimensions": [{"name": "owner"}]}""";

    [Fact]
    public void The_check_of_the_demo_funnel_is_printed_rule_by_rule()
    {
        CliRun run = CliRun.Of("check", SampleFiles.DemoMapping, "--as-of", "2025-02-01");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.StartsWith("Check of funnel.json\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("1,111 deals: 121 won, 972 lost, 18 open", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nStaleOpen: 3 of 18 open deals (16.7 %)\n  What: an open deal", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  - stage_history.csv:1759, column 'lead_id': 'L0572' – in 'Proposal' for 182 days; the limit there is 90\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Not checked", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n').Where(l => !l.StartsWith("  - ", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void Json_has_one_object_per_input()
    {
        JsonElement json = CliRun.Json("check", SampleFiles.DemoMapping, SampleFiles.DemoFolder, "--as-of", "2025-02-01", "--format", "json");
        Assert.Equal(2, json.GetArrayLength());
        JsonElement finding = json[1].GetProperty("findings")[0];
        Assert.Equal(("StaleOpen", 3, 18), (finding.GetProperty("rule").GetString(), finding.GetProperty("count").GetInt32(), finding.GetProperty("of").GetInt32()));
        Assert.Equal(0.1666666667, finding.GetProperty("share").GetDouble());
        Assert.Equal(1759, finding.GetProperty("samples")[0].GetProperty("line").GetInt64());
        Assert.Equal("utf-8", json[0].GetProperty("files")[0].GetProperty("encoding").GetString());
    }

    [Fact]
    public void A_bare_log_is_checked_without_a_mapping()
    {
        using var folder = new TempFolder();
        string path = folder.Write("log.csv", "deal_id;stage;changed_at\n1;New;2024-01-01\n1;Won;2024-02-01\n2;New;1970-01-01\n");
        CliRun run = CliRun.Of("check", path);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("DateBefore1990: 1 of 3 changes (33.3 %)", run.Output, StringComparison.Ordinal);
        Assert.Contains("fields separated by ';'", run.Output, StringComparison.Ordinal);
        Assert.Contains("Not checked: NoAmountOnWon: no column with amounts is mapped.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_input_that_cannot_be_read_does_not_hide_the_others()
    {
        using var folder = new TempFolder();
        CliRun run = CliRun.Of("check", Path.Combine(folder.FullPath, "none.csv"), SampleFiles.DemoMapping);
        Assert.Equal(CommandLine.BadData, run.Code);
        Assert.Contains("none.csv", run.Error, StringComparison.Ordinal);
        Assert.Contains("Check of funnel.json", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_check_can_be_saved()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.FullPath, "check.json");
        Assert.Equal(new CliRun(0, "", ""), CliRun.Of("check", SampleFiles.DemoMapping, "--format", "json", "--output", path));
        using JsonDocument saved = JsonDocument.Parse(File.ReadAllText(path));
        Assert.Equal("funnel.json", saved.RootElement[0].GetProperty("mapping").GetString());
        Assert.Equal(CommandLine.BadData, CliRun.Of("check", SampleFiles.DemoMapping, "--output", folder.FullPath).Code);
    }

    [Theory]
    [InlineData("check", "See: salesfunnel check --help")]
    [InlineData("check x --format xml", "See: salesfunnel check --help")]
    [InlineData("check x --as-of yesterday", "--as-of: found 'yesterday'")]
    public void Wrong_usage_is_said(string args, string message)
    {
        CliRun run = CliRun.Of(args.Split(' '));
        Assert.Equal(CommandLine.WrongUsage, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_files_cannot_move_the_cursor_or_fake_lines()
    {
        using var folder = new TempFolder();
        folder.Write("log.csv", "id,stage,at,owner\na,\"\u001b[31mred\nStaleOpen: 0\u202e\",2024-01-01,x\nb,Lead,2024-01-01,x\n");
        CliRun run = CliRun.Of("check", folder.Write("funnel.json", Mapping));
        Assert.Contains("log.csv:2, column 'stage': ' [31mred StaleOpen: 0 '", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Output, c => c is '\u001b' or '\u202e');
    }
}
