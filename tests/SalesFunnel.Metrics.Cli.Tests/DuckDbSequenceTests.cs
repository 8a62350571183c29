using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>The web shop counted by DuckDB, with SQL of its own: as-of joins, which take for each event the latest start before it.</summary>
public class DuckDbSequenceTests
{
    private static readonly string[] s_steps = ["visit", "product", "cart", "checkout", "purchase"];

    [Theory]
    [InlineData("7d", 604_800)]
    [InlineData("1h", 3_600)]
    [InlineData("30m", 1_800)]
    public void Entities_per_step_are_those_of_the_database(string window, int seconds)
    {
        JsonElement ours = CliRun.Json("sequence", SampleFiles.WebShopEvents, "--steps", string.Join(',', s_steps), "--window", window, "--format", "json");
        Assert.Equal(Count(seconds, "true"), SequenceTests.Entities(ours));
    }

    [Fact]
    public void Entities_by_device_are_those_of_the_database()
    {
        JsonElement ours = CliRun.Json("sequence", SampleFiles.WebShopEvents, "--steps", string.Join(',', s_steps), "--window", "1d", "--by", "device", "--format", "json");
        JsonElement[] segments = [.. ours.GetProperty("segments").EnumerateArray()];
        Assert.Equal(["computer", "phone", "tablet"], segments.Select(static s => s.GetProperty("value").GetString()!).Order(StringComparer.Ordinal));
        foreach (JsonElement segment in segments)
            Assert.Equal(Count(86_400, $"device = '{segment.GetProperty("value").GetString()}'"), SequenceTests.Entities(segment)); // a visitor of the sample has one device
    }

    private static long[] Count(int seconds, string condition)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        var sql = new System.Text.StringBuilder();
        sql.Append(CultureInfo.InvariantCulture, $"WITH e AS (SELECT visitor_id AS id, epoch(timestamp) AS t, event FROM read_csv('{SampleFiles.WebShopEvents.Replace("'", "''", StringComparison.Ordinal)}') WHERE {condition}), s1 AS (SELECT id, t, t AS start FROM e WHERE event = '{s_steps[0]}')");
        for (int step = 2; step <= s_steps.Length; step++)
            sql.Append(CultureInfo.InvariantCulture, $", s{step} AS (SELECT n.id, n.t, b.start FROM (SELECT * FROM e WHERE event = '{s_steps[step - 1]}') n ASOF JOIN s{step - 1} b ON n.id = b.id AND n.t >= b.t WHERE n.t - b.start <= {seconds})");
        sql.Append(CultureInfo.InvariantCulture, $" SELECT {string.Join(", ", s_steps.Select(static (_, i) => $"(SELECT count(DISTINCT id) FROM s{i + 1})"))}");
        command.CommandText = sql.ToString();
        using DuckDBDataReader row = command.ExecuteReader();
        Assert.True(row.Read());
        return [.. Enumerable.Range(0, s_steps.Length).Select(row.GetInt64)];
    }
}
