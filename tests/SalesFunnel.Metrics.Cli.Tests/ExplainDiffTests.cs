using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>Why two rules differ, and the deals behind a count, on the sample data.</summary>
public class ExplainDiffTests
{
    [Fact]
    public void The_effects_add_up_and_name_the_deals()
    {
        JsonElement root = CliRun.Json("explain-diff", SampleFiles.DemoMapping, "--rule", "reached", "--against", "HubSpot-all-stages", "--format", "json");
        long[] a = Numbers(root.GetProperty("a").GetProperty("counts"));
        long[] b = Numbers(root.GetProperty("b").GetProperty("counts"));
        JsonElement step = root.GetProperty("steps").EnumerateArray().Single();
        Assert.Equal(b.Zip(a, static (x, y) => x - y), Numbers(step.GetProperty("countEffects")));
        Assert.Equal(
            [("skipped Qualified", 41L), ("skipped Demo", 16)],
            step.GetProperty("groups").EnumerateArray().Select(static g => (g.GetProperty("reason").GetString()!, g.GetProperty("deals").GetInt64())));
        Assert.Contains("skipped Qualified", CliRun.Of("explain-diff", SampleFiles.DemoMapping, "--rule", "reached", "--against", "strict").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_rule_lists_all()
    {
        CliRun run = CliRun.Of("explain-diff", SampleFiles.DemoMapping, "--rule", "reach", "--against", "touched");
        Assert.Equal(CommandLine.WrongUsage, run.Code);
        Assert.Contains("bitrix24-with-conversion", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_deals_behind_a_count_come_in_parts()
    {
        JsonElement root = CliRun.Json("deals", SampleFiles.DemoMapping, "--at", "demo", "--lost", "--skip", "1", "--take", "2", "--format", "json");
        Assert.Equal((143L, 1L, true), (root.GetProperty("count").GetInt64(), root.GetProperty("skipped").GetInt64(), root.GetProperty("hasMore").GetBoolean()));
        Assert.Equal(["L0010", "L0012"], root.GetProperty("items").EnumerateArray().Select(static i => i.GetProperty("deal").GetString()));
        CliRun wrong = CliRun.Of("deals", SampleFiles.DemoMapping, "--at", "Nowhere");
        Assert.Equal(CommandLine.WrongUsage, wrong.Code);
        Assert.Contains("Qualified", wrong.Error, StringComparison.Ordinal);
    }

    private static long[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(static n => n.GetInt64())];
}
