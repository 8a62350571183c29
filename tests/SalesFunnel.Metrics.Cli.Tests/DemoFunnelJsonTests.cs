using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>The figures of the demo funnel from the command's JSON, against those that DuckDB computed.</summary>
public class DemoFunnelJsonTests
{
    [Fact]
    public void Stages_are_reached_as_funnel_reached_says()
    {
        JsonElement report = CliRun.Demo();
        IReadOnlyList<JsonElement> expected = SampleFiles.Expected(SampleFiles.DemoFolder, "funnel_reached");
        JsonElement[] stages = [.. report.GetProperty("stages").EnumerateArray()];
        Assert.Equal(expected.Select(r => r.GetProperty("stage").GetString()), stages.Select(s => s.GetProperty("name").GetString()));
        Assert.Equal(expected.Select(r => r.GetProperty("reached").GetInt64()), stages.Select(s => s.GetProperty("reached").GetInt64()));
        for (int i = 1; i < stages.Length; i++)
            Assert.Equal(expected[i].GetProperty("from_previous").GetDouble(), stages[i - 1].GetProperty("conversionToNext").GetProperty("value").GetDouble(), 1e-11);
        Assert.Equal(1111, report.GetProperty("leads").GetInt64());
    }

    [Theory]
    [InlineData("reached", new long[] { 1111, 541, 422, 276, 121 })]
    [InlineData("touched", new long[] { 1111, 500, 406, 276, 121 })]
    [InlineData("strict", new long[] { 1111, 500, 365, 235, 107 })]
    public void Each_rule_counts_as_the_issue_says(string rule, long[] counts)
    {
        JsonElement report = CliRun.Demo("--rule", rule);
        Assert.Equal(rule, report.GetProperty("rule").GetString());
        JsonElement[] stages = [.. report.GetProperty("stages").EnumerateArray()];
        Assert.Equal(counts, stages.Select(s => s.GetProperty("reached").GetInt64()));
        Assert.Equal([570, 119, 143, 140], stages.SkipLast(1).Select(s => s.GetProperty("lostAtFurthest").GetInt64())); // follows the rule reached
        JsonElement rate = report.GetProperty("leadConversionRate");
        Assert.Equal((counts[1], counts[0], "Ok", $"conversion.{rule}.cohort/1"), (rate.GetProperty("converted").GetInt64(), rate.GetProperty("entered").GetInt64(), rate.GetProperty("status").GetString(), rate.GetProperty("method").GetString()));
        JsonValueKind interval = rule == "touched" ? JsonValueKind.Null : JsonValueKind.Number; // touched counts are not nested
        Assert.Equal((interval, interval), (rate.GetProperty("low").ValueKind, rate.GetProperty("high").ValueKind));
    }

    [Fact]
    public void Touched_counts_are_those_of_funnel_entered() => Assert.Equal(
        SampleFiles.Expected(SampleFiles.DemoFolder, "funnel_entered").Select(r => r.GetProperty("entered").GetInt64()),
        CliRun.Demo("--rule", "touched").GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("reached").GetInt64()));

    [Fact]
    public void Every_stage_splits_into_gone_on_lost_and_open()
    {
        JsonElement report = CliRun.Demo();
        JsonElement[] stages = [.. report.GetProperty("stages").EnumerateArray()];
        for (int i = 0; i + 1 < stages.Length; i++)
        {
            Assert.Equal(
                stages[i].GetProperty("reached").GetInt64(),
                stages[i + 1].GetProperty("reached").GetInt64() + stages[i].GetProperty("lostAtFurthest").GetInt64() + stages[i].GetProperty("openAtFurthest").GetInt64());
        }

        Dictionary<string, long> status = SampleFiles.Expected(SampleFiles.DemoFolder, "status").ToDictionary(r => r.GetProperty("status").GetString()!, r => r.GetProperty("n").GetInt64());
        Assert.Equal(status["Lost"], stages.SkipLast(1).Sum(s => s.GetProperty("lostAtFurthest").GetInt64()));
        Assert.Equal(status["Lost"], stages.SkipLast(1).Sum(s => s.GetProperty("lostFrom").GetInt64()));
        Assert.Equal(status["Open"], stages.SkipLast(1).Sum(s => s.GetProperty("openAtFurthest").GetInt64()));
        Assert.Equal(status["Open"], stages.SkipLast(1).Sum(s => s.GetProperty("inStageNow").GetInt64()));
        Assert.Equal(status["Won"], stages[^1].GetProperty("reached").GetInt64());
    }

    [Theory]
    [InlineData("leadConversionRate", 541, 1111, 48.7)]
    [InlineData("opportunityConversionRate", 276, 541, 51.0)]
    [InlineData("salesConversionRate", 121, 276, 43.8)]
    [InlineData("overallConversionRate", 121, 1111, 10.9)]
    public void The_four_rates_are_those_of_the_issue(string name, long converted, long entered, double percent)
    {
        JsonElement rate = CliRun.Demo().GetProperty(name);
        Assert.Equal((converted, entered), (rate.GetProperty("converted").GetInt64(), rate.GetProperty("entered").GetInt64()));
        Assert.Equal(percent, rate.GetProperty("value").GetDouble() * 100, 0.05);
        Assert.InRange(rate.GetProperty("value").GetDouble(), rate.GetProperty("low").GetDouble(), rate.GetProperty("high").GetDouble());
    }

    [Fact]
    public void Time_in_stage_is_that_of_time_in_stage_visits()
    {
        JsonElement[] stages = [.. CliRun.Demo().GetProperty("stages").EnumerateArray()];
        foreach ((JsonElement row, JsonElement stage) in SampleFiles.Expected(SampleFiles.DemoFolder, "time_in_stage_visits").Zip(stages))
        {
            JsonElement time = stage.GetProperty("timeInStage");
            Assert.Equal(row.GetProperty("visits").GetInt64(), time.GetProperty("completed").GetInt64());
            Assert.Equal(row.GetProperty("mean_days").GetDouble(), time.GetProperty("meanSeconds").GetDouble() / 86_400, 1e-9);
            Assert.Equal(row.GetProperty("median_days").GetDouble(), time.GetProperty("medianSeconds").GetDouble() / 86_400, 1e-9);
        }
    }

    [Fact]
    public void Deal_size_acquisition_cost_and_payback_are_those_of_the_issue()
    {
        JsonElement report = CliRun.Demo();
        JsonElement size = report.GetProperty("dealSize");
        JsonElement won = SampleFiles.Expected(SampleFiles.DemoFolder, "won_deals").Single();
        Assert.Equal((won.GetProperty("revenue").GetDecimal(), won.GetProperty("won").GetDecimal(), "money", "Ok"), (size.GetProperty("numerator").GetDecimal(), size.GetProperty("denominator").GetDecimal(), size.GetProperty("unit").GetString(), size.GetProperty("status").GetString()));
        Assert.Equal(13_164.46, size.GetProperty("value").GetDouble(), 0.005);

        JsonElement cost = report.GetProperty("customerAcquisitionCost");
        Assert.Equal((488_920m, 115m), (cost.GetProperty("numerator").GetDecimal(), cost.GetProperty("denominator").GetDecimal()));
        Assert.Equal(4_251.48, cost.GetProperty("value").GetDouble(), 0.005);
        Assert.Equal("all cost lines of 2024-01 to 2024-12 ÷ new customers won in those months (UTC)", cost.GetProperty("basis").GetString());

        JsonElement payback = report.GetProperty("paybackPeriod");
        Assert.Equal((6L, "months", "Ok"), (payback.GetProperty("value").GetInt64(), payback.GetProperty("unit").GetString(), payback.GetProperty("status").GetString()));
        Assert.Equal(4_251.48 / (0.8 * 972.91), payback.GetProperty("numerator").GetDouble() / payback.GetProperty("denominator").GetDouble(), 0.001);
        Assert.Contains("0.8 margin × 972.91 mean monthly revenue", payback.GetProperty("basis").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_are_those_of_by_channel_cac()
    {
        JsonElement[] channels = [.. CliRun.Demo().GetProperty("channels").EnumerateArray()];
        IReadOnlyList<JsonElement> expected = SampleFiles.Expected(SampleFiles.DemoFolder, "by_channel_cac");
        Assert.Equal(expected.Count, channels.Length);
        foreach ((JsonElement row, JsonElement channel) in expected.Zip(channels))
        {
            JsonElement cost = channel.GetProperty("customerAcquisitionCost");
            Assert.Equal(row.GetProperty("channel").GetString(), channel.GetProperty("key").GetString());
            Assert.Equal(row.GetProperty("leads").GetInt64(), channel.GetProperty("leads").GetInt64());
            Assert.Equal(row.GetProperty("won").GetInt64(), channel.GetProperty("won").GetInt64());
            Assert.Equal(row.GetProperty("marketing_cost").GetDecimal(), channel.GetProperty("spend").GetDecimal());
            Assert.Equal(row.GetProperty("cac").GetDouble(), cost.GetProperty("value").GetDouble(), 1e-7);
            Assert.Equal("marketing lines of the channel, 2024-01 to 2024-12 ÷ its wins to as-of", cost.GetProperty("basis").GetString());
        }
    }

    [Fact]
    public void Agents_are_those_of_by_agent()
    {
        JsonElement[] segments = [.. CliRun.Demo("--by", "agent").GetProperty("segments").EnumerateArray()];
        IReadOnlyList<JsonElement> expected = SampleFiles.Expected(SampleFiles.DemoFolder, "by_agent");
        Assert.Equal(expected.Count, segments.Length);
        foreach ((JsonElement row, JsonElement segment) in expected.Zip(segments))
        {
            Assert.Equal(row.GetProperty("agent").GetString(), segment.GetProperty("key").GetProperty("agent").GetString());
            Assert.Equal(row.GetProperty("leads").GetInt64(), segment.GetProperty("leads").GetInt64());
            JsonElement[] stages = [.. segment.GetProperty("stages").EnumerateArray()];
            (long won, long lost) = (stages[^1].GetProperty("reached").GetInt64(), stages.SkipLast(1).Sum(s => s.GetProperty("lostAtFurthest").GetInt64()));
            Assert.Equal((row.GetProperty("won").GetInt64(), row.GetProperty("lost").GetInt64()), (won, lost));
            Assert.Equal(row.GetProperty("win_rate").GetDouble(), (double)won / (won + lost), 1e-11);
            Assert.Equal(row.GetProperty("revenue").GetDecimal(), segment.GetProperty("dealSize").GetProperty("numerator").GetDecimal());
            JsonElement cost = segment.GetProperty("customerAcquisitionCost");
            Assert.Equal((JsonValueKind.Null, "Undefined"), (cost.GetProperty("value").ValueKind, cost.GetProperty("status").GetString()));
        }
    }

    [Fact]
    public void Combinations_of_dimensions_and_cohorts_add_up_to_the_total()
    {
        JsonElement report = CliRun.Demo("--by", "agent", "--by", "channel", "--cohort", "month");
        JsonElement[] segments = [.. report.GetProperty("segments").EnumerateArray()];
        JsonElement[] cohorts = [.. report.GetProperty("cohorts").EnumerateArray()];
        Assert.Equal(["agent", "channel"], segments[0].GetProperty("key").EnumerateObject().Select(p => p.Name));
        Assert.Equal(30, segments.Length);
        Assert.Equal(12, cohorts.Length);
        foreach (JsonElement[] parts in new[] { segments, cohorts })
        {
            Assert.Equal(1111, parts.Sum(p => p.GetProperty("leads").GetInt64()));
            Assert.Equal(1_592_900m, parts.Sum(p => p.GetProperty("dealSize").GetProperty("numerator").GetDecimal()));
            for (int i = 0; i < 4; i++)
            {
                int stage = i;
                Assert.Equal(
                    report.GetProperty("stages")[stage].GetProperty("timeInStage").GetProperty("completed").GetInt64(),
                    parts.Sum(p => p.GetProperty("stages")[stage].GetProperty("timeInStage").GetProperty("completed").GetInt64()));
            }
        }

        Assert.Equal(("2024-01-01T00:00:00+00:00", "2024-02-01T00:00:00+00:00"), (cohorts[0].GetProperty("from").GetString(), cohorts[0].GetProperty("to").GetString()));
    }
}
