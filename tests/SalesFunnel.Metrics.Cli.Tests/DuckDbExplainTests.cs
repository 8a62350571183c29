using System.Globalization;
using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>Explained differences and lists of deals, counted again in SQL.</summary>
public class DuckDbExplainTests
{
    [Fact]
    public void Two_rules_differ_by_the_deals_that_SQL_finds()
    {
        using var sql = new DuckDbSample();
        JsonElement json = CliRun.Json("explain-diff", SampleFiles.DemoMapping, "--rule", "reached", "--against", "touched", "--format", "json");
        long[] reached = Numbers(sql.Row("SELECT count(*), count(*) FILTER (far >= 2 OR now = 'Won'), count(*) FILTER (far >= 3 OR now = 'Won'), count(*) FILTER (far >= 4 OR now = 'Won'), count(*) FILTER (now = 'Won') FROM deals"));
        long[] touched = Numbers(sql.Row("""
            SELECT count(DISTINCT lead_id) FILTER (rank = 1), count(DISTINCT lead_id) FILTER (rank = 2), count(DISTINCT lead_id) FILTER (rank = 3), count(DISTINCT lead_id) FILTER (rank = 4),
                   (SELECT count(*) FROM deals WHERE now = 'Won') FROM history
            """));
        Assert.Equal(reached, Counts(json, "a"));
        Assert.Equal(touched, Counts(json, "b"));
        string text = CliRun.Of("explain-diff", SampleFiles.DemoMapping, "--rule", "reached", "--against", "touched").Output;
        Assert.Contains($"{reached[1] - touched[1]}  skipped Qualified", text, StringComparison.Ordinal);
        Assert.Contains($"{reached[2] - touched[2]}  skipped Demo", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_deals_in_a_stage_are_those_of_SQL()
    {
        using var sql = new DuckDbSample();
        JsonElement json = CliRun.Json("deals", SampleFiles.DemoMapping, "--at", "Proposal", "--now", "--take", "1000", "--format", "json");
        string[] expected = [.. sql.Rows("SELECT lead_id FROM deals WHERE now = 'Proposal' ORDER BY lead_id").Select(static r => (string)r[0])];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, json.GetProperty("items").EnumerateArray().Select(static d => d.GetProperty("deal").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_unknown_rule_is_answered_with_all_that_there_are()
    {
        CliRun run = CliRun.Of("explain-diff", SampleFiles.DemoMapping, "--rule", "reached", "--against", "nope");
        Assert.Equal(CommandLine.WrongUsage, run.Code);
        Assert.Contains("there is no rule 'nope'", run.Error, StringComparison.Ordinal);
        Assert.Contains("hubspot-all-stages", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_without_its_stage_is_refused()
    {
        CliRun run = CliRun.Of("deals", SampleFiles.DemoMapping, "--now");
        Assert.Equal(CommandLine.WrongUsage, run.Code);
        Assert.Contains("--now needs a stage", run.Error, StringComparison.Ordinal);
        Assert.Contains("there is no stage 'Nowhere'", CliRun.Of("deals", SampleFiles.DemoMapping, "--at", "Nowhere").Error, StringComparison.Ordinal);
    }

    private static long[] Numbers(object[] row) => [.. row.Select(static v => Convert.ToInt64(v, CultureInfo.InvariantCulture))];

    private static IEnumerable<long> Counts(JsonElement json, string report) => json.GetProperty(report).GetProperty("counts").EnumerateArray().Select(static c => c.GetInt64());
}
