using System.Globalization;
using System.Text.Json;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Statistics;

/// <summary>Values over a grid, made with 60-digit arithmetic (eng/special-functions-grid.py).</summary>
public class SpecialFunctionGridTests
{
    private static readonly ILookup<string, Row> Rows = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "special-functions-grid.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToLookup(row => row[0].GetString()!, row => new Row(ReferenceCases.Doubles(row[1]), ReferenceCases.Doubles(row[2]), ReferenceCases.Doubles(row[3])));

    private static readonly Dictionary<string, Func<double[], double[]>> Functions = new()
    {
        ["log_gamma"] = a => [SpecialFunctions.LogGamma(a[0])],
        ["normal"] = a => [NormalDistribution.Cdf(a[0]), NormalDistribution.Sf(a[0])],
        ["normal_quantile"] = a => [NormalDistribution.Quantile(a[0])],
        ["gamma"] = a => [GammaDistribution.Cdf(a[0], a[1]), GammaDistribution.Sf(a[0], a[1])],
        ["gamma_quantile"] = a => [GammaDistribution.Quantile(a[0], a[1])],
        ["student_t"] = a => [StudentT.Cdf(a[0], a[1]), StudentT.Sf(a[0], a[1])],
        ["beta"] = a => [BetaDistribution.Cdf(a[0], a[1], a[2]), BetaDistribution.Sf(a[0], a[1], a[2])],
        ["beta_quantile"] = a => [BetaDistribution.Quantile(a[0], a[1], a[2])],
        ["beta_upper_quantile"] = a => [BetaDistribution.UpperQuantile(a[0], a[1], a[2])],
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_is_exact_to_twelve_digits(string name)
    {
        List<string> failures = [];
        foreach (Row row in Rows[name])
        {
            double[] values = Functions[name](row.Arguments);
            for (int i = 0; i < values.Length; i++)
            {
                double error = values[i].Equals(row.Values[i]) ? 0 : Math.Abs((values[i] / row.Values[i]) - 1); // log-gamma has roots
                // An inverse can be as good as the function that it inverts; with a shape of 0.001 that matters once.
                double allowed = name == "beta_upper_quantile" ? 1e-12 * Math.Max(1, row.Conditions[i] / 10) : 1e-12;
                if (!(error <= allowed))
                    failures.Add(string.Create(CultureInfo.InvariantCulture, $"{error / allowed:E1} {error:E1} cond {row.Conditions[i]:E1} {name}({string.Join(", ", row.Arguments)})[{i}]: {values[i]:R} instead of {row.Values[i]:R}"));
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {Rows[name].Count()} rows:\n" + string.Join('\n', failures.Take(20)));
    }

    [Fact]
    public void Every_row_of_the_grid_is_tried()
    {
        Assert.Equal(Functions.Keys.Order(StringComparer.Ordinal), Rows.Select(group => group.Key).Order(StringComparer.Ordinal));
        Assert.True(Rows.Sum(group => group.Count()) > 2_000);
        Assert.True(Rows.SelectMany(group => group).Count(row => row.Conditions.Any(c => c > 100)) > 100, "The grid should reach where digits are easily lost.");
    }

    private sealed record Row(double[] Arguments, double[] Values, double[] Conditions);
}
