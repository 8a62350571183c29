using System.Globalization;
using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>Waterfall and stalled deals, counted again in SQL.</summary>
public class DuckDbPipelineTests
{
    private const string Moves = """
        WITH moves AS (
            SELECT h.lead_id, h.stage, h.rank, h.at AS moved, l.amount, lag(h.stage) OVER w AS before, lead(h.at) OVER w AS next_at
            FROM history h JOIN leads l USING (lead_id) WINDOW w AS (PARTITION BY h.lead_id ORDER BY h.at, h.n))
        """;

    [Fact]
    public void Every_bar_of_a_quarter_is_that_of_SQL()
    {
        using var sql = new DuckDbSample();
        JsonElement json = CliRun.Json("waterfall", SampleFiles.DemoMapping, "--from", "2024-09-30", "--to", "2024-12-31", "--format", "json");
        var bars = json.GetProperty("movements").EnumerateArray().ToDictionary(static m => m.GetProperty("name").GetString()!, static m => (m.GetProperty("deals").GetInt64(), m.GetProperty("amount").GetDecimal()));
        const string In = "moved >= '2024-10-01' AND moved < '2025-01-01'";
        Assert.Equal(Flow(sql, "rank BETWEEN 1 AND 4 AND moved < '2024-10-01' AND (next_at IS NULL OR next_at >= '2024-10-01')"), bars["start"]);
        Assert.Equal(Flow(sql, $"before IS NULL AND {In}"), bars["new"]);
        Assert.Equal(Flow(sql, $"stage = 'Won' AND {In}"), bars["won"]);
        Assert.Equal(Flow(sql, $"stage = 'Lost' AND {In}"), bars["lost"]);
        Assert.Equal(Flow(sql, $"before IN ('Won', 'Lost') AND {In}"), bars["reopened"]);
        Assert.Equal(Flow(sql, "rank BETWEEN 1 AND 4 AND moved < '2025-01-01' AND (next_at IS NULL OR next_at >= '2025-01-01')"), bars["end"]);
        Assert.Equal((0L, 0m), bars["movedIn"]);
    }

    [Fact]
    public void Limits_and_stalled_deals_are_those_of_SQL()
    {
        using var sql = new DuckDbSample();
        JsonElement json = CliRun.Json("stalled", SampleFiles.DemoMapping, "--as-of", "2024-12-31", "--take", "1000", "--format", "json");
        // Kaplan–Meier in SQL: the product of 1 − ended ÷ at risk over the distinct times, the first at which it is at most 0.2.
        var expected = sql.Rows(Moves + """
            , stays AS (
                SELECT lead_id, stage, rank, amount, epoch_us(coalesce(CASE WHEN next_at < '2025-01-01' THEN next_at END, TIMESTAMP '2025-01-01' - INTERVAL 1 MICROSECOND)) - epoch_us(moved) AS micros, next_at < '2025-01-01' AS ended
                FROM moves WHERE rank BETWEEN 1 AND 4 AND moved < '2025-01-01'),
            steps AS (SELECT rank, micros, count(*) FILTER (ended) AS d, sum(count(*)) OVER (PARTITION BY rank ORDER BY micros ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS n FROM stays GROUP BY rank, micros),
            curve AS (SELECT rank, micros, product(1 - d / n) OVER (PARTITION BY rank ORDER BY micros) AS s FROM steps),
            limits AS (SELECT rank, min(micros) AS micros FROM curve WHERE s <= 0.2 + 1e-12 GROUP BY rank)
            SELECT s.lead_id, s.stage, s.micros, l.micros FROM stays s JOIN limits l USING (rank) WHERE coalesce(NOT s.ended, true) AND s.micros > l.micros
            ORDER BY s.amount DESC, s.micros DESC
            """);
        JsonElement[] deals = [.. json.GetProperty("deals").EnumerateArray()];
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(static r => ((string)r[0], (string)r[1])), deals.Select(static d => (d.GetProperty("id").GetString()!, d.GetProperty("stage").GetString()!)));
        Assert.Equal(expected.Select(static r => Convert.ToDecimal(r[2], CultureInfo.InvariantCulture) / 1_000_000), deals.Select(static d => d.GetProperty("secondsInStage").GetDecimal()));
        Assert.Equal(expected.Select(static r => Convert.ToDecimal(r[3], CultureInfo.InvariantCulture) / 1_000_000), deals.Select(static d => d.GetProperty("limitSeconds").GetDecimal()));
    }

    [Fact]
    public void Reasons_of_losses_by_stage_are_those_of_SQL()
    {
        using var sql = new DuckDbSample();
        var expected = sql.Rows("""
            SELECT l.lost_reason, h.stage, count(*), sum(l.amount)
            FROM (SELECT lead_id, stage FROM history WHERE rank BETWEEN 1 AND 4 QUALIFY row_number() OVER (PARTITION BY lead_id ORDER BY history.at DESC, n DESC) = 1) h
            JOIN leads l USING (lead_id) JOIN deals d USING (lead_id) WHERE d.now = 'Lost' GROUP BY ALL
            """).Select(static r => ((string)r[0], (string)r[1], Convert.ToInt64(r[2], CultureInfo.InvariantCulture), Convert.ToDecimal(r[3], CultureInfo.InvariantCulture))).Order();
        JsonElement json = CliRun.Demo().GetProperty("lossReasons");
        var actual = json.EnumerateArray().SelectMany(static r => r.GetProperty("stages").EnumerateArray().Select(s =>
            (r.GetProperty("reason").GetString()!, s.GetProperty("stage").GetString()!, s.GetProperty("deals").GetInt64(), s.GetProperty("amount").GetDecimal()))).Order();
        Assert.Equal(expected, actual);
        Assert.Equal(1, json[json.GetArrayLength() - 1].GetProperty("cumulativeShare").GetDouble(), 12);
    }

    [Fact]
    public void Wrong_times_are_refused_with_what_to_write()
    {
        CliRun order = CliRun.Of("waterfall", SampleFiles.DemoMapping, "--from", "2024-12-31", "--to", "2024-09-30");
        Assert.Equal(CommandLine.WrongUsage, order.Code);
        Assert.Contains("is not after the start", order.Error, StringComparison.Ordinal);
        Assert.Contains("found 'autumn'", CliRun.Of("waterfall", SampleFiles.DemoMapping, "--from", "autumn").Error, StringComparison.Ordinal);
        Assert.Contains("belong together", CliRun.Of("waterfall", SampleFiles.DemoMapping, "--from", "2024-01-31", "--due-from", "2024-02-01").Error, StringComparison.Ordinal);
        Assert.Contains("strictly between 0 and 1", CliRun.Of("stalled", SampleFiles.DemoMapping, "--share", "1").Error, StringComparison.Ordinal);
    }

    private static (long, decimal) Flow(DuckDbSample sql, string condition)
    {
        object[] row = sql.Row($"{Moves} SELECT count(*), coalesce(sum(amount), 0) FROM moves WHERE {condition}");
        return (Convert.ToInt64(row[0], CultureInfo.InvariantCulture), Convert.ToDecimal(row[1], CultureInfo.InvariantCulture));
    }
}
