using System.Globalization;
using System.Text.Json;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>Where the sample leaks, counted again in SQL.</summary>
public class DuckDbBottleneckTests
{
    private static readonly string[] s_stages = ["Lead", "Qualified", "Demo", "Proposal"];

    [Fact]
    public void Steps_values_and_losses_are_those_of_SQL()
    {
        using var sql = new DuckDbSample();
        JsonElement leaks = CliRun.Demo().GetProperty("bottlenecks");
        string since = ((DateTime)sql.Row("SELECT list_sort(list(created))[count(*) // 2 + 1] FROM deals")[0]).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        Assert.Equal(since.Replace(' ', 'T') + "+00:00", leaks.GetProperty("since").GetString());
        for (int stage = 1; stage <= s_stages.Length; stage++)
        {
            string wentOn = $"(now = 'Won' OR far > {stage})";
            double[] expected = [.. sql.Row($"""
                SELECT count(*) FILTER ({wentOn} AND created >= '{since}'), count(*) FILTER (({wentOn} OR (now = 'Lost' AND far = {stage})) AND created >= '{since}'),
                       count(*) FILTER (({wentOn} OR (now = 'Lost' AND far = {stage})) AND created < '{since}'),
                       count(*) FILTER ({wentOn} AND created < '{since}') / count(*) FILTER (({wentOn} OR (now = 'Lost' AND far = {stage})) AND created < '{since}'),
                       sum(amount) FILTER (now = 'Won' AND created >= '{since}') / count(*) FILTER ({wentOn} AND now IN ('Won', 'Lost') AND created >= '{since}'),
                       sum(amount) FILTER (now = 'Lost' AND far = {stage})
                FROM deals
                """).Select(static v => Convert.ToDouble(v, CultureInfo.InvariantCulture))];
            JsonElement step = leaks.GetProperty("byMoney").EnumerateArray().Single(r => r.GetProperty("from").GetString() == s_stages[stage - 1]);
            JsonElement lost = leaks.GetProperty("byLostValue").EnumerateArray().Single(r => r.GetProperty("stage").GetString() == s_stages[stage - 1]);
            double[] actual =
            [
                step.GetProperty("converted").GetDouble(), step.GetProperty("decided").GetDouble(), step.GetProperty("referenceDecided").GetDouble(),
                step.GetProperty("reference").GetProperty("value").GetDouble(), step.GetProperty("valuePerDeal").GetDouble(), lost.GetProperty("amount").GetDouble(),
            ];
            Assert.All(expected.Zip(actual), static pair => Assert.Equal(pair.First, pair.Second, 1e-9 * Math.Max(1, pair.First)));
            double money = expected[1] * (expected[3] - (expected[0] / expected[1])) * expected[4];
            Assert.Equal(money, step.GetProperty("money").GetProperty("value").GetDouble(), 1e-6 * Math.Abs(money));
        }
    }
}
