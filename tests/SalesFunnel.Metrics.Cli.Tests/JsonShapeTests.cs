using System.Text.Json;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>Names and order of the JSON are stable: a change here is a change of the format.</summary>
public class JsonShapeTests
{
    private static readonly string[] Rate = ["converted", "entered", "value", "low", "high", "status", "method", "maturity", "within", "ultimate"];
    private static readonly string[] Figure = ["value", "unit", "numerator", "denominator", "basis", "status", "method", "n", "low", "high"];
    private static readonly string[] Estimate = ["value", "low", "high", "n", "status", "reason", "method"];

    private static readonly string[] Same =
        ["leads", "stages", "leadConversionRate", "opportunityConversionRate", "salesConversionRate", "overallConversionRate", "dealSize", "customerAcquisitionCost", "paybackPeriod", "winRate"];

    [Fact]
    public void Every_object_has_its_fields_in_their_order()
    {
        JsonElement report = CliRun.Demo("--by", "agent", "--cohort", "quarter");
        Assert.Equal([.. new[] { "funnel", "asOf", "rule" }, .. Same, "channels", "rejected", "segments", "cohorts", "wonByAge", "lossReasons", "bottlenecks", "methods"], Names(report));
        Assert.Equal(["name", "stages"], Names(report.GetProperty("funnel")));
        Assert.Equal(["Lead", "Qualified", "Demo", "Proposal", "Won"], report.GetProperty("funnel").GetProperty("stages").EnumerateArray().Select(s => s.GetString()));
        CheckFigures(report);
        foreach (JsonElement channel in report.GetProperty("channels").EnumerateArray())
        {
            Assert.Equal(["key", "leads", "won", "spend", "customerAcquisitionCost"], Names(channel));
            Assert.Equal(Figure, Names(channel.GetProperty("customerAcquisitionCost")));
        }

        JsonElement leaks = report.GetProperty("bottlenecks");
        Assert.Equal(["reference", "since", "tested", "falseDiscoveryRate", "byMoney", "byLostValue", "byQueueTime"], Names(leaks));
        Assert.Equal((4, 4, 4), (leaks.GetProperty("byMoney").GetArrayLength(), leaks.GetProperty("byLostValue").GetArrayLength(), leaks.GetProperty("byQueueTime").GetArrayLength()));
        foreach (JsonElement row in leaks.GetProperty("byMoney").EnumerateArray())
        {
            Assert.Equal(["from", "to", "converted", "decided", "decidedShare", "rate", "reference", "referenceDecided", "gap", "money", "expectedMoney", "valuePerDeal", "valueIsOfAllDeals", "pAdjusted", "significant"], Names(row));
            Assert.All(["rate", "reference", "gap"], name => Assert.Equal(["value", "low", "high"], Names(row.GetProperty(name))));
            Assert.Equal(Figure, Names(row.GetProperty("money")));
        }

        Assert.All(leaks.GetProperty("byLostValue").EnumerateArray(), static row => Assert.Equal(["stage", "deals", "priced", "amount"], Names(row)));
        Assert.All(leaks.GetProperty("byQueueTime").EnumerateArray(), static row => Assert.Equal(["stage", "open", "onHold", "limitDays", "stalled", "queueDays", "stalledPriced", "stalledAmount", "expectedOpen", "timeShare"], Names(row)));

        foreach (JsonElement segment in report.GetProperty("segments").EnumerateArray())
        {
            Assert.Equal([.. new[] { "key" }, .. Same, "shrunk", "vsRest", "probabilityAboveRest"], Names(segment));
            Assert.Equal(["difference", "low", "high", "pAdjusted", "status", "method"], Names(segment.GetProperty("vsRest")));
            CheckFigures(segment);
        }

        foreach (JsonElement cohort in report.GetProperty("cohorts").EnumerateArray())
        {
            Assert.Equal([.. new[] { "from", "to" }, .. Same], Names(cohort));
            CheckFigures(cohort);
        }
    }

    [Fact]
    public void Loss_reasons_have_their_fields_in_their_order()
    {
        foreach (JsonElement reason in CliRun.Demo().GetProperty("lossReasons").EnumerateArray())
        {
            Assert.Equal(["reason", "deals", "amount", "cumulativeShare", "stages"], Names(reason));
            Assert.All(reason.GetProperty("stages").EnumerateArray(), static stage => Assert.Equal(["stage", "deals", "amount"], Names(stage)));
        }
    }

    [Fact]
    public void The_text_is_indented_utf8_without_byte_order_mark_and_ends_with_a_line_feed()
    {
        string text = CliRun.Of("report", Samples.SampleFiles.DemoFolder, "--format", "json").Output;
        Assert.StartsWith("{\n  \"funnel\": {\n    \"name\": \"Demo funnel (made-up data)\",", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
    }

    private static void CheckFigures(JsonElement part)
    {
        foreach (string name in new[] { "leadConversionRate", "opportunityConversionRate", "salesConversionRate", "overallConversionRate" })
            CheckRate(part.GetProperty(name), overTime: true);
        CheckRate(part.GetProperty("winRate"), overTime: false);
        foreach (string name in new[] { "dealSize", "customerAcquisitionCost", "paybackPeriod" })
            Assert.Equal(Figure, Names(part.GetProperty(name)));
        JsonElement[] stages = [.. part.GetProperty("stages").EnumerateArray()];
        foreach (JsonElement stage in stages.SkipLast(1))
        {
            Assert.Equal(["name", "reached", "lostAtFurthest", "openAtFurthest", "lostFrom", "inStageNow", "conversionToNext", "churn", "timeInStage"], Names(stage));
            CheckRate(stage.GetProperty("conversionToNext"), overTime: true);
            CheckRate(stage.GetProperty("churn"), overTime: true);
            Assert.Equal(["completed", "meanSeconds", "medianSeconds", "status", "method", "meanLow", "meanHigh", "stillOpen", "untimed", "censoredMedian"], Names(stage.GetProperty("timeInStage")));
            Assert.Equal(["seconds", "low", "high", "n", "status", "reason", "method"], Names(stage.GetProperty("timeInStage").GetProperty("censoredMedian")));
        }

        Assert.Equal(["name", "reached"], Names(stages[^1]));
    }

    private static void CheckRate(JsonElement rate, bool overTime)
    {
        Assert.Equal(Rate, Names(rate));
        JsonElement[] within = [.. rate.GetProperty("within").EnumerateArray()];
        Assert.Equal(overTime ? [30, 90, 180] : Array.Empty<int>(), within.Select(w => w.GetProperty("days").GetInt32()));
        Assert.All(within, w => Assert.Equal(["days", .. Estimate], Names(w)));
        if (overTime)
        {
            Assert.Equal(Estimate, Names(rate.GetProperty("ultimate")));
            Assert.Equal(["status", "decidedShare", "oldEnoughShare", "cycleP90Days", "reason"], Names(rate.GetProperty("maturity")));
        }
        else
        {
            Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (rate.GetProperty("ultimate").ValueKind, rate.GetProperty("maturity").ValueKind));
        }
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);
}
