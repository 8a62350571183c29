using System.Text.Json;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Statistics;

public class WilsonTests
{
    public static TheoryData<string, long, long, double[], double[], double[], double, double> Cases
    {
        get
        {
            var data = new TheoryData<string, long, long, double[], double[], double[], double, double>();
            foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "statistics-wilson.jsonl")))
            {
                using JsonDocument json = JsonDocument.Parse(line);
                JsonElement inputs = json.RootElement.GetProperty("inputs");
                JsonElement tolerance = json.RootElement.GetProperty("tolerance");
                data.Add(
                    json.RootElement.GetProperty("id").GetString()!,
                    inputs.GetProperty("k").GetInt64(),
                    inputs.GetProperty("n").GetInt64(),
                    Numbers(inputs.GetProperty("levels")),
                    Numbers(json.RootElement.GetProperty("expect").GetProperty("lower")),
                    Numbers(json.RootElement.GetProperty("expect").GetProperty("upper")),
                    tolerance.GetProperty("rel").GetDouble(),
                    tolerance.GetProperty("abs").GetDouble());
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_interval_agrees_with_the_reference(string id, long k, long n, double[] levels, double[] lower, double[] upper, double relative, double absolute)
    {
        for (int i = 0; i < levels.Length; i++)
        {
            ProportionInterval interval = Assert.NotNull(Wilson.Interval(k, n, levels[i]));
            AssertNear(lower[i], interval.Low);
            AssertNear(upper[i], interval.High);
            Assert.Equal(levels[i], interval.Level);
        }

        void AssertNear(double want, double got) =>
            Assert.True(Math.Abs(got - want) <= absolute + (relative * Math.Abs(want)), $"{id}: {got:R} should be {want:R}");
    }

    [Fact]
    public void All_reference_cases_are_run() => Assert.True(Cases.Count >= 8);

    [Fact]
    public void Nothing_entered_has_no_interval() => Assert.Null(Wilson.Interval(0, 0, 0.95));

    [Property]
    public void An_interval_lies_in_zero_to_one_and_holds_the_rate(PositiveInt part, NonNegativeInt rest, byte level)
    {
        (long k, long n) = (part.Get - 1, (long)part.Get - 1 + rest.Get + 1);
        ProportionInterval interval = Wilson.Interval(k, n, (level + 0.5) / 256)!.Value;
        double rate = (double)k / n;

        Assert.True(interval.Low >= 0 && interval.High <= 1 && interval.Low <= rate + 1e-15 && rate <= interval.High + 1e-15, $"{rate} is not in [{interval.Low}, {interval.High}]");
    }

    [Property]
    public void Failures_have_the_mirrored_interval(NonNegativeInt successes, PositiveInt failures)
    {
        ProportionInterval won = Wilson.Interval(successes.Get, (long)successes.Get + failures.Get, 0.9)!.Value;
        ProportionInterval lost = Wilson.Interval(failures.Get, (long)successes.Get + failures.Get, 0.9)!.Value;

        Assert.Equal(1 - won.Low, lost.High, 1e-12);
        Assert.Equal(1 - won.High, lost.Low, 1e-12);
    }

    [Theory]
    [InlineData(-1, 5, 0.95)]
    [InlineData(6, 5, 0.95)]
    [InlineData(1, 5, 0.0)]
    [InlineData(1, 5, 1.0)]
    [InlineData(1, 5, double.NaN)]
    public void Impossible_arguments_are_refused(long k, long n, double level) => Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.Interval(k, n, level));

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];
}
