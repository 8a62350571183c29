using System.Text.Json;

namespace SalesFunnel.Metrics.Reporting.Tests;

/// <summary>What stands beside the plain rates of a report.</summary>
public class RateFiguresTests
{
    [Fact]
    public void Every_rate_between_stages_has_its_estimates_and_maturity_and_the_win_rate_has_none()
    {
        FunnelFigures total = FunnelReport.Of(SmallLog.Build()).Total;
        // Won after 9 and 5 days, lost after 3, open for 37.
        Assert.Equal(0.75, (double)total.OverallConversion.Within(30)!.Value.Value! + (double)total.Stages[0].Open!.ChurnOverTime.Within(30)!.Value.Value! + 0.25, 12);
        Assert.Equal((0.5m, 4L, MetricStatus.Ok), (decimal.Round(total.OverallConversion.Within(30)!.Value.Value!.Value, 12), total.OverallConversion.Within(30)!.Value.N, total.OverallConversion.Within(30)!.Value.Status));
        Assert.Equal(MetricStatus.InsufficientHistory, total.OverallConversion.Within(90)!.Value.Status);
        Assert.Equal(MetricStatus.LowerBound, total.OverallConversion.Ultimate()!.Value.Status);
        Assert.Equal((true, 0.75), (total.OverallConversion.Maturity!.Value.IsImmature, total.OverallConversion.Maturity.Value.DecidedShare));
        Assert.Equal((null, null), (total.WinRate.Maturity, total.WinRate.Ultimate()));
    }

    [Fact]
    public void A_funnel_without_roles_has_no_estimates_for_the_rates_that_need_them()
    {
        var builder = new DealLogBuilder(FunnelDefinition.Create("Plain").Stage("A").Won("W"));
        builder.Add(DealEvent.Enter(1, SmallLog.Day(1), 0));
        FunnelFigures total = FunnelReport.Of(builder.Build()).Total;
        Assert.Null(total.LeadConversion.OverTime);
        Assert.Equal(MetricStatus.Undefined, total.LeadConversion.Plain.Status);
        Assert.NotNull(total.OverallConversion.OverTime);
    }

    [Fact]
    public void Below_the_minimum_no_number_is_given_and_the_counts_stay()
    {
        FunnelReport report = FunnelReport.Of(SmallLog.Build(), new FunnelReportOptions { MinimumSample = 4 });
        MetricValue sales = report.Total.SalesConversion.Plain;
        Assert.Equal((MetricStatus.InsufficientSample, "2 cases; at least 4 are asked for"), (sales.Status, sales.Reason));
        Assert.Equal((null, 2m, 2m), (sales.Value, sales.Numerator, sales.Denominator));
        Assert.Equal(MetricStatus.InsufficientSample, report.Total.SalesConversion.Ultimate()!.Value.Status);
        Assert.Equal(MetricStatus.InsufficientSample, report.Total.DealSize.Status);
        Assert.Equal(MetricStatus.Ok, report.Total.OverallConversion.Plain.Status);
        Assert.Contains("n = 2", ReportText.ToText(report), StringComparison.Ordinal);
        JsonElement rate = JsonDocument.Parse(ReportJson.ToText(report)).RootElement.GetProperty("salesConversionRate");
        Assert.Equal((2, JsonValueKind.Null, "InsufficientSample"), (rate.GetProperty("entered").GetInt32(), rate.GetProperty("value").ValueKind, rate.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData(CountingRule.Reached)]
    [InlineData(CountingRule.Touched)]
    [InlineData(CountingRule.Strict)]
    public void The_appendix_explains_exactly_the_methods_of_the_figures(CountingRule rule)
    {
        FunnelReport report = FunnelReport.Of(SmallLog.Build(), new FunnelReportOptions { Rule = rule, By = ["channel"], Cohort = CohortUnit.Month });
        JsonElement json = JsonDocument.Parse(ReportJson.ToText(report)).RootElement;
        var used = new SortedSet<string>(StringComparer.Ordinal);
        Collect(json, used);
        Assert.Equal(used, json.GetProperty("methods").EnumerateArray().Select(m => m.GetProperty("id").GetString()));
        string text = ReportText.ToText(report);
        Assert.All(used, id => Assert.Contains(id, text, StringComparison.Ordinal));
    }

    private static void Collect(JsonElement element, SortedSet<string> methods)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                Collect(item, methods);
        }

        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name is "method" && property.Value.GetString() is { } id)
                methods.Add(id);
            Collect(property.Value, methods);
        }
    }
}
