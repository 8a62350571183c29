using System.Text.Json;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>Names and order of the JSON are stable: a change here is a change of the format.</summary>
public class JsonShapeTests
{
    private static readonly string[] Rate = ["converted", "entered", "value", "low", "high", "status", "method"];
    private static readonly string[] Figure = ["value", "unit", "numerator", "denominator", "basis", "status", "method"];

    private static readonly string[] Same =
        ["leads", "stages", "leadConversionRate", "opportunityConversionRate", "salesConversionRate", "overallConversionRate", "dealSize", "customerAcquisitionCost", "paybackPeriod"];

    [Fact]
    public void Every_object_has_its_fields_in_their_order()
    {
        JsonElement report = CliRun.Demo("--by", "agent", "--cohort", "quarter");
        Assert.Equal([.. new[] { "funnel", "asOf", "rule" }, .. Same, "channels", "rejected", "segments", "cohorts"], Names(report));
        Assert.Equal(["name", "stages"], Names(report.GetProperty("funnel")));
        Assert.Equal(["Lead", "Qualified", "Demo", "Proposal", "Won"], report.GetProperty("funnel").GetProperty("stages").EnumerateArray().Select(s => s.GetString()));
        CheckFigures(report);
        foreach (JsonElement channel in report.GetProperty("channels").EnumerateArray())
        {
            Assert.Equal(["key", "leads", "won", "spend", "customerAcquisitionCost"], Names(channel));
            Assert.Equal(Figure, Names(channel.GetProperty("customerAcquisitionCost")));
        }

        foreach (JsonElement segment in report.GetProperty("segments").EnumerateArray())
        {
            Assert.Equal([.. new[] { "key" }, .. Same], Names(segment));
            CheckFigures(segment);
        }

        foreach (JsonElement cohort in report.GetProperty("cohorts").EnumerateArray())
        {
            Assert.Equal([.. new[] { "from", "to" }, .. Same], Names(cohort));
            CheckFigures(cohort);
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
            Assert.Equal(Rate, Names(part.GetProperty(name)));
        foreach (string name in new[] { "dealSize", "customerAcquisitionCost", "paybackPeriod" })
            Assert.Equal(Figure, Names(part.GetProperty(name)));
        JsonElement[] stages = [.. part.GetProperty("stages").EnumerateArray()];
        foreach (JsonElement stage in stages.SkipLast(1))
        {
            Assert.Equal(["name", "reached", "lostAtFurthest", "openAtFurthest", "lostFrom", "inStageNow", "conversionToNext", "churn", "timeInStage"], Names(stage));
            Assert.Equal(Rate, Names(stage.GetProperty("conversionToNext")));
            Assert.Equal(Rate, Names(stage.GetProperty("churn")));
            Assert.Equal(["completed", "meanSeconds", "medianSeconds"], Names(stage.GetProperty("timeInStage")));
        }

        Assert.Equal(["name", "reached"], Names(stages[^1]));
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);
}
