using System.Globalization;
using System.Text.Json;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>The comparison of two quarters, counted again in SQL.</summary>
public class DuckDbComparisonTests
{
    [Fact]
    public void Factors_of_two_quarters_are_those_of_SQL()
    {
        using var sql = new DuckDbSample();
        JsonElement comparison = CliRun.Demo("--compare", "2024Q3..2024Q4").GetProperty("comparison");
        decimal[] before = Factors(sql, "2024-07-01", "2024-10-01");
        decimal[] after = Factors(sql, "2024-10-01", "2025-01-01");
        JsonElement[] parts = [.. comparison.GetProperty("revenue").GetProperty("parts").EnumerateArray()];
        Assert.Equal(before.Select(Rounded), parts.Select(static p => Rounded(p.GetProperty("before").GetDecimal())));
        Assert.Equal(after.Select(Rounded), parts.Select(static p => Rounded(p.GetProperty("after").GetDecimal())));
        // Shapley by its definition: the mean of the marginal effects over all orders.
        decimal[] shapley = Shapley(before, after);
        for (int i = 0; i < parts.Length; i++)
            Assert.InRange(parts[i].GetProperty("contribution").GetDecimal() - shapley[i], -0.001m, 0.001m);
        Assert.Equal(comparison.GetProperty("revenue").GetProperty("change").GetDecimal(), parts.Sum(static p => p.GetProperty("contribution").GetDecimal()));
    }

    [Fact]
    public void Shares_and_conversions_by_channel_are_those_of_SQL()
    {
        using var sql = new DuckDbSample();
        JsonElement channels = CliRun.Demo("--compare", "2024Q3..2024Q4").GetProperty("comparison").GetProperty("mixAndRate").EnumerateArray().Single(static m => m.GetProperty("dimension").GetString() == "channel");
        var expected = sql.Rows("""
            SELECT channel,
                   count(*) FILTER (created < '2024-10-01'), count(*) FILTER (created < '2024-10-01' AND now = 'Won'),
                   count(*) FILTER (created >= '2024-10-01'), count(*) FILTER (created >= '2024-10-01' AND now = 'Won'),
                   sum(count(*) FILTER (created < '2024-10-01')) OVER (), sum(count(*) FILTER (created >= '2024-10-01')) OVER ()
            FROM deals WHERE created >= '2024-07-01' AND created < '2025-01-01' GROUP BY channel
            """);
        var actual = channels.GetProperty("parts").EnumerateArray().ToDictionary(static p => p.GetProperty("value").GetString()!);
        Assert.Equal(expected.Count, actual.Count);
        (double mix, double rate) = (0, 0);
        double common0 = expected.Sum(static r => Number(r[2])) / Number(expected[0][5]);
        double common1 = expected.Sum(static r => Number(r[4])) / Number(expected[0][6]);
        foreach (object[] row in expected)
        {
            JsonElement part = actual[(string)row[0]];
            Assert.Equal(row[1..5].Select(Number), new[] { "leadsBefore", "wonBefore", "leadsAfter", "wonAfter" }.Select(name => part.GetProperty(name).GetDouble()));
            (double w0, double w1, double r0, double r1) = (Number(row[1]) / Number(row[5]), Number(row[3]) / Number(row[6]), Number(row[2]) / Number(row[1]), Number(row[4]) / Number(row[3]));
            mix += (w1 - w0) * (((r0 + r1) / 2) - ((common0 + common1) / 2));
            rate += (r1 - r0) * (w0 + w1) / 2;
        }

        Assert.Equal(mix, channels.GetProperty("mix").GetDouble(), 12);
        Assert.Equal(rate, channels.GetProperty("rate").GetDouble(), 12);
    }

    // Leads, the four steps, revenue per won deal.
    private static decimal[] Factors(DuckDbSample sql, string from, string to)
    {
        object[] row = sql.Row($"""
            SELECT count(*), count(*) FILTER (far >= 2 OR now = 'Won'), count(*) FILTER (far >= 3 OR now = 'Won'), count(*) FILTER (far >= 4 OR now = 'Won'), count(*) FILTER (now = 'Won'),
                   coalesce(sum(amount) FILTER (now = 'Won'), 0)
            FROM deals WHERE created >= '{from}' AND created < '{to}'
            """);
        decimal[] counts = [.. row.Select(static v => Convert.ToDecimal(v, CultureInfo.InvariantCulture))];
        return [counts[0], counts[1] / counts[0], counts[2] / counts[1], counts[3] / counts[2], counts[4] / counts[3], counts[5] / counts[4]];
    }

    private static decimal[] Shapley(decimal[] before, decimal[] after)
    {
        var sums = new decimal[before.Length];
        int orders = 0;
        foreach (int[] order in Orders([.. Enumerable.Range(0, before.Length)]))
        {
            decimal[] now = [.. before];
            foreach (int i in order)
            {
                decimal product = now.Aggregate(1m, static (a, b) => a * b);
                now[i] = after[i];
                sums[i] += now.Aggregate(1m, static (a, b) => a * b) - product;
            }

            orders++;
        }

        return [.. sums.Select(sum => sum / orders)];
    }

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 1
        ? [items]
        : items.SelectMany(first => Orders([.. items.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));

    private static decimal Rounded(decimal value) => decimal.Round(value, 8);

    private static double Number(object value) => value is System.Numerics.BigInteger big ? (double)big : Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
