using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Reporting.Tests;

/// <summary>How a report is written.</summary>
public class WriterTests
{
    private static readonly FunnelReport Full = FunnelReport.Of(SmallLog.Build(), SmallLog.Labelled("Web|*x*", "Fair") with
    {
        By = ["channel"],
        Cohort = CohortUnit.Month,
        Spend = [new SpendLine(new DateOnly(2024, 1, 1), "Fair", "marketing", 30)],
        LeftOutByReader = [new RejectedItem("BadDate", 5, ["a.csv:1", "a.csv:2", "a.csv:3", "a.csv:4"], "a.csv:1, column 'at': found 'x\ny'")],
        Notes = ["A note."],
    });

    [Fact]
    public void An_empty_log_is_written_in_every_form_without_a_number_that_is_none()
    {
        FunnelReport empty = FunnelReport.Of(new DealLogBuilder(SmallLog.Funnel).Build());
        string json = ReportJson.ToText(empty);
        JsonElement root = Parse(json);
        Assert.Equal(0, root.GetProperty("leads").GetInt64());
        foreach (string rate in new[] { "leadConversionRate", "overallConversionRate" })
            Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, "Undefined"), (root.GetProperty(rate).GetProperty("value").ValueKind, root.GetProperty(rate).GetProperty("low").ValueKind, root.GetProperty(rate).GetProperty("status").GetString()));
        JsonElement churn = root.GetProperty("stages")[0].GetProperty("churn");
        Assert.Equal((JsonValueKind.Null, "Undefined"), (churn.GetProperty("value").ValueKind, churn.GetProperty("status").GetString()));
        JsonElement time = root.GetProperty("stages")[0].GetProperty("timeInStage");
        Assert.Equal((0, JsonValueKind.Null, JsonValueKind.Null), (time.GetProperty("completed").GetInt32(), time.GetProperty("meanSeconds").ValueKind, time.GetProperty("medianSeconds").ValueKind));
        Assert.EndsWith("; no deals won", root.GetProperty("dealSize").GetProperty("basis").GetString(), StringComparison.Ordinal);
        foreach (string text in new[] { json, ReportText.ToText(empty), ReportMarkdown.ToText(empty) })
        {
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Figures_over_some_of_the_deals_are_partial_and_say_how_many()
    {
        JsonElement size = Parse(ReportJson.ToText(Full)).GetProperty("dealSize");
        Assert.Equal((100m, "Partial", "amount at the last win ÷ won deals with an amount; 1 of 2 won deals have an amount"), (size.GetProperty("value").GetDecimal(), size.GetProperty("status").GetString(), size.GetProperty("basis").GetString()));
    }

    [Fact]
    public void A_rate_of_a_missing_role_is_undefined_in_json_and_says_why_in_text()
    {
        FunnelDefinition bare = FunnelDefinition.Create("Bare").Stage("A").Won("B");
        var builder = new DealLogBuilder(bare);
        builder.Add(DealEvent.Enter(1, SmallLog.Day(1), 0));
        FunnelReport report = FunnelReport.Of(builder.Build());
        Assert.Equal("Undefined", Parse(ReportJson.ToText(report)).GetProperty("leadConversionRate").GetProperty("status").GetString());
        Assert.Contains("undefined: no stage with role Awareness", ReportText.ToText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Revenue_is_not_known_rather_than_zero_when_no_won_deal_has_an_amount()
    {
        var builder = new DealLogBuilder(SmallLog.Funnel);
        builder.Add(DealEvent.Enter(1, SmallLog.Day(1), 0));
        builder.Add(DealEvent.Won(1, SmallLog.Day(2)));
        string text = ReportText.ToText(FunnelReport.Of(builder.Build()));
        Assert.Contains("not known", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0.00", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rates_between_stages_are_lower_bounds_when_the_source_holds_only_where_deals_stand()
    {
        var builder = new DealLogBuilder(SmallLog.Funnel) { HasFullHistory = false };
        builder.Add(DealEvent.Enter(1, SmallLog.Day(1), 1));
        builder.Add(DealEvent.Won(2, SmallLog.Day(2)));
        FunnelReport report = FunnelReport.Of(builder.Build());
        JsonElement root = Parse(ReportJson.ToText(report));
        Assert.Equal(("LowerBound", 1.0), (root.GetProperty("leadConversionRate").GetProperty("status").GetString(), root.GetProperty("leadConversionRate").GetProperty("value").GetDouble()));
        Assert.Equal(("Ok", 0.5), (root.GetProperty("overallConversionRate").GetProperty("status").GetString(), root.GetProperty("overallConversionRate").GetProperty("value").GetDouble()));
        Assert.Equal("LowerBound", root.GetProperty("stages")[0].GetProperty("churn").GetProperty("status").GetString());
        Assert.Contains("lower bounds", ReportText.ToText(report), StringComparison.Ordinal);

        builder.Add(DealEvent.Lost(1, SmallLog.Day(3)));
        TimeInStage time = builder.Build().Count().TimeInStage(1);
        Assert.Equal((MetricStatus.Partial, "the source holds only part of the stages that deals went through"), (time.Status, time.Reason));
    }

    [Fact]
    public void Values_that_deals_do_not_have_are_null_in_json_and_none_in_text()
    {
        JsonElement[] segments = [.. Parse(ReportJson.ToText(Full)).GetProperty("segments").EnumerateArray()];
        Assert.Equal(JsonValueKind.Null, segments[^1].GetProperty("key").GetProperty("channel").ValueKind);
        Assert.Contains("\n(none) ", ReportText.ToText(Full), StringComparison.Ordinal);
    }

    [Fact]
    public void An_undated_cohort_has_no_bounds()
    {
        var builder = new DealLogBuilder(SmallLog.Funnel);
        builder.Add(DealEvent.Enter(1, null, 0));
        builder.Add(DealEvent.Enter(2, SmallLog.Day(1), 0));
        JsonElement[] cohorts = [.. Parse(ReportJson.ToText(FunnelReport.Of(builder.Build(), new FunnelReportOptions { Cohort = CohortUnit.Year }))).GetProperty("cohorts").EnumerateArray()];
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (cohorts[0].GetProperty("from").ValueKind, cohorts[0].GetProperty("to").ValueKind));
        Assert.Equal(("2024-01-01T00:00:00+00:00", "2025-01-01T00:00:00+00:00"), (cohorts[1].GetProperty("from").GetString(), cohorts[1].GetProperty("to").GetString()));
    }

    [Fact]
    public void Names_stay_readable_in_json_and_cannot_break_a_table_in_markdown()
    {
        FunnelDefinition funnel = FunnelDefinition.Create("Böden & \"Wände\" | <1>").Stage("Anfrage…").Won("Да");
        var builder = new DealLogBuilder(funnel);
        builder.Add(DealEvent.Won(1, SmallLog.Day(1)));
        FunnelReport report = FunnelReport.Of(builder.Build());
        Assert.Contains("\"name\": \"Böden & \\\"Wände\\\" | <1>\"", ReportJson.ToText(report), StringComparison.Ordinal);
        Assert.StartsWith("# Böden & \"Wände\" \\| \\<1>\n", ReportMarkdown.ToText(report), StringComparison.Ordinal);
        Assert.Contains("| Web\\|\\*x\\* |", ReportMarkdown.ToText(Full), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_of_a_markdown_table_has_the_columns_of_its_header()
    {
        int? columns = null;
        foreach (string line in ReportMarkdown.ToText(Full).Split('\n'))
        {
            if (!line.StartsWith('|'))
            {
                columns = null;
                continue;
            }

            int count = line.Replace("\\|", string.Empty, StringComparison.Ordinal).Count(c => c == '|');
            columns ??= count;
            Assert.Equal(columns, count);
        }
    }

    [Fact]
    public void Text_keeps_to_its_width_and_values_to_one_line()
    {
        string text = ReportText.ToText(Full);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 110, line));
        Assert.All(text.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
        Assert.Contains("found 'x y'", text, StringComparison.Ordinal);
        Assert.Contains("BadDate     5  a.csv:1, a.csv:2, a.csv:3, …", text, StringComparison.Ordinal);
        Assert.Contains("• A note.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_stand_in_the_middle_and_a_stage_without_deals_has_none()
    {
        var builder = new DealLogBuilder(SmallLog.Funnel);
        for (int deal = 0; deal < 4; deal++)
            builder.Add(DealEvent.Enter(deal, SmallLog.Day(1), deal == 0 ? 1 : 0));
        string[] lines = ReportText.ToText(FunnelReport.Of(builder.Build())).Split('\n');
        Assert.Contains("Lead    " + new string('█', 50) + "  4  100.0 %", lines);
        Assert.Contains("Talk    " + new string(' ', 18) + "▐" + new string('█', 12) + "▌" + new string(' ', 18) + "  1   25.0 %", lines);
        Assert.Contains("Signed  " + new string(' ', 24) + "·" + new string(' ', 25) + "  0    0.0 %", lines);
    }

    [Fact]
    public void Wide_characters_take_two_places_so_that_columns_align()
    {
        FunnelDefinition funnel = FunnelDefinition.Create("幅").Stage("商談", label: "商談").Won("OK");
        var builder = new DealLogBuilder(funnel);
        builder.Add(DealEvent.Enter(1, SmallLog.Day(1), 0));
        string text = ReportText.ToText(FunnelReport.Of(builder.Build()));
        Assert.Contains("\n商談  " + new string('█', 50), text, StringComparison.Ordinal);
        Assert.Contains("\nOK    ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Decimals_are_exact_and_without_trailing_zeros()
    {
        string json = ReportJson.ToText(Full);
        Assert.Contains("\"numerator\": 100,", json, StringComparison.Ordinal);
        Assert.Contains("\"medianSeconds\": 172800,\n", json, StringComparison.Ordinal);
        Assert.Contains("\"meanSeconds\": 259200,", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ru-RU")]
    [InlineData("tr-TR")]
    public void Every_form_is_the_same_in_every_culture(string culture)
    {
        (string, string, string) before = (ReportJson.ToText(Full), ReportText.ToText(Full), ReportMarkdown.ToText(Full));
        using var scope = new CultureScope(culture);
        Assert.Equal(before, (ReportJson.ToText(Full), ReportText.ToText(Full), ReportMarkdown.ToText(Full)));
    }

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
