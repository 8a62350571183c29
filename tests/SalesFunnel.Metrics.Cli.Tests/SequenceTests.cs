using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary><c>salesfunnel sequence</c> on files whose figures can be told by hand.</summary>
public class SequenceTests
{
    // anna buys within the hour; ben looks twice and buys a day later; carl cancels between; dora only looks, last of all; emil buys first and looks then.
    private const string Events = """
        user_id,timestamp,event,channel
        anna,2026-01-01T10:00:00Z,look,mail
        anna,2026-01-01T10:20:00Z,cart,web
        anna,2026-01-01T10:30:00Z,buy,mail
        ben,2026-01-01T10:00:00Z,look,
        ben,2026-01-02T10:00:00Z,look,web
        ben,2026-01-02T10:40:00Z,cart,web
        ben,2026-01-03T10:00:00Z,buy,web
        carl,2026-01-01T12:00:00Z,look,web
        carl,2026-01-01T12:10:00Z,cancel,web
        carl,2026-01-01T13:00:00Z,cart,web
        emil,2026-01-01T09:00:00Z,buy,mail
        emil,2026-01-01T09:30:00Z,look,mail
        emil,2026-01-01T09:30:00Z,cart,mail
        fay,2026-01-01T09:30:00Z,read,mail
        dora,2026-01-09T10:00:00Z,look,
        """;

    [Theory]
    [InlineData("7d", "ordered", new long[] { 5, 4, 2 })]
    [InlineData("1d", "ordered", new long[] { 5, 4, 2 })] // ben's second look starts anew
    [InlineData("1h", "ordered", new long[] { 5, 4, 1 })]
    [InlineData("7d", "mixpanel", new long[] { 5, 4, 2 })]
    [InlineData("1d", "mixpanel", new long[] { 5, 3, 1 })] // ben's first look counts alone
    [InlineData("7d", "strict", new long[] { 5, 3, 2 })] // carl's cancel stands between
    [InlineData("7d", "unordered", new long[] { 5, 4, 3 })] // emil bought first
    [InlineData("7d", "posthog", new long[] { 5, 4, 2 })]
    [InlineData("7d", "clickhouse:strict_order,strict_once", new long[] { 5, 3, 2 })]
    [InlineData("7d", "doris:fixed", new long[] { 5, 4, 2 })]
    public void Each_mode_counts_by_its_rules(string window, string mode, long[] entities)
    {
        JsonElement found = Json("--steps", "look,cart,buy", "--window", window, "--mode", mode);
        Assert.Equal(entities, Entities(found));
        Assert.Equal((window, mode), (found.GetProperty("window").GetString(), found.GetProperty("mode").GetString()));
    }

    [Fact]
    public void Rates_and_medians_are_those_of_the_chains()
    {
        JsonElement[] steps = [.. Json("--steps", "look,cart,buy", "--window", "7d").GetProperty("steps").EnumerateArray()];
        Assert.Equal(["look", "cart", "buy"], steps.Select(static s => s.GetProperty("name").GetString()));
        Assert.Equal(JsonValueKind.Null, steps[0].GetProperty("conversion").ValueKind);
        Assert.Equal((4, 5, 0.8), Rate(steps[1].GetProperty("conversion")));
        Assert.Equal((2, 4, 0.5), Rate(steps[2].GetProperty("conversion")));
        Assert.Equal((2, 5, 0.4), Rate(steps[2].GetProperty("conversionFromFirst")));
        Assert.Equal(1_800, steps[1].GetProperty("medianSeconds").GetDecimal()); // 0, 20, 40 and 60 minutes
        Assert.Equal((600 + 84_000) / 2m, steps[2].GetProperty("medianSeconds").GetDecimal()); // 10 minutes; 23 hours 20 minutes
        Assert.Equal((0, 1), (steps[0].GetProperty("expired").GetInt64(), steps[0].GetProperty("stillOpen").GetInt64())); // dora
        Assert.Equal((2, 0), (steps[1].GetProperty("expired").GetInt64(), steps[1].GetProperty("stillOpen").GetInt64())); // carl and emil
    }

    [Fact]
    public void An_excluded_event_ends_the_attempt()
    {
        JsonElement found = Json("--steps", "look,cart,buy", "--window", "7d", "--exclude", "cancel:1-2");
        Assert.Equal([5, 3, 2], Entities(found));
        Assert.Equal(1, found.GetProperty("steps")[0].GetProperty("excluded").GetInt64());
    }

    [Fact]
    public void A_step_may_be_done_by_either_of_two_events_and_a_step_may_come_twice()
    {
        Assert.Equal([6, 4], Entities(Json("--steps", "look|read,cart", "--window", "7d")));
        JsonElement twice = Json("--steps", "look,look", "--window", "7d");
        Assert.Equal([5, 1], Entities(twice)); // only ben looked twice
        Assert.Equal("look (2)", twice.GetProperty("steps")[1].GetProperty("name").GetString());
        Assert.Equal([5, 5], Entities(Json("--steps", "look,look", "--window", "7d", "--mode", "clickhouse"))); // there one event does both
    }

    [Fact]
    public void Attempts_are_counted_one_after_another()
    {
        JsonElement found = Json("--steps", "look,cart", "--window", "1h", "--attempts");
        Assert.Equal("attempts", found.GetProperty("unit").GetString());
        Assert.Equal([6, 4], Entities(found)); // ben's first look ran out of time
    }

    [Fact]
    public void Events_after_the_as_of_time_are_left_out()
    {
        JsonElement found = Json("--steps", "look,cart,buy", "--window", "7d", "--as-of", "2026-01-02");
        Assert.Equal([4, 4, 1], Entities(found));
        Assert.Equal("2026-01-02T23:59:59.999999+00:00", found.GetProperty("asOf").GetString());
        Assert.Contains("2 events are after the as-of time", Run("--steps", "look,cart,buy", "--window", "7d", "--as-of", "2026-01-02").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_breakdown_counts_each_entity_under_its_first_value()
    {
        JsonElement found = Json("--steps", "look,cart,buy", "--window", "7d", "--by", "channel");
        Assert.Equal("channel", found.GetProperty("by").GetString());
        Assert.Equal(
            [("web", "2 2 1"), ("mail", "2 2 1"), (null, "1 0 0")],
            found.GetProperty("segments").EnumerateArray().Select(static s => (s.GetProperty("value").GetString(), string.Join(' ', Entities(s)))).OrderBy(static s => s.Item1 is null).ThenByDescending(static s => s.Item1));
        Assert.Equal([5, 4, 2], Entities(found));
    }

    [Fact]
    public void Levels_list_every_entity_by_its_outer_id()
    {
        JsonElement found = Json("--steps", "look,cart,buy", "--window", "7d", "--levels");
        Assert.Equal(
            [("anna", 3), ("ben", 3), ("carl", 2), ("emil", 2), ("fay", 0), ("dora", 1)],
            found.GetProperty("levels").EnumerateArray().Select(static l => (l.GetProperty("entity").GetString(), l.GetProperty("level").GetInt32())));
        Assert.Contains("emil        2", Run("--steps", "look,cart,buy", "--window", "7d", "--levels").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_rows_does_not_matter()
    {
        string[] lines = Events.Split('\n');
        using var folder = new TempFolder();
        string reversed = folder.Write("log.csv", string.Join('\n', [lines[0], .. lines.Skip(1).Reverse()]));
        JsonElement found = CliRun.Json("sequence", reversed, "--steps", "look,cart,buy", "--window", "7d", "--format", "json");
        Assert.Equal(Json("--steps", "look,cart,buy", "--window", "7d").ToString(), found.ToString());
    }

    [Fact]
    public void Columns_may_be_named_and_times_written_in_other_ways()
    {
        using var folder = new TempFolder();
        string file = folder.Write("log.tsv", "who\twhen\twhat\nx\t31.12.2025 23:50\ta\nx\t1.1.2026 0:10\tb\n");
        JsonElement found = CliRun.Json("sequence", file, "--steps", "a,b", "--window", "30m", "--entity", "who", "--time", "when", "--event", "what", "--format", "json");
        Assert.Equal([1, 1], Entities(found));
        Assert.Equal(1_200, found.GetProperty("steps")[1].GetProperty("medianSeconds").GetDecimal());
    }

    [Fact]
    public void The_page_is_written_to_a_file_as_markdown()
    {
        using var folder = new TempFolder();
        string target = Path.Combine(folder.FullPath, "page.md");
        CliRun run = Run("--steps", "look,cart,buy", "--window", "7d", "--format", "markdown", "--output", target);
        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
        Assert.Contains("| cart | 4 | 80.0 % | 80.0 % |", File.ReadAllText(target), StringComparison.Ordinal);
    }

    internal static long[] Entities(JsonElement part) => [.. part.GetProperty("steps").EnumerateArray().Select(static s => s.GetProperty("entities").GetInt64())];

    private static (int Converted, int Entered, double Value) Rate(JsonElement rate) => (rate.GetProperty("converted").GetInt32(), rate.GetProperty("entered").GetInt32(), rate.GetProperty("value").GetDouble());

    private static JsonElement Json(params string[] options)
    {
        CliRun run = Run([.. options, "--format", "json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        using JsonDocument document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }

    private static CliRun Run(params string[] options)
    {
        using var folder = new TempFolder();
        return CliRun.Of(["sequence", folder.Write("log.csv", Events), .. options]);
    }
}
