using System.Text.Json;

namespace SalesFunnel.Metrics.Reporting.Tests;

/// <summary>Two periods side by side in a report.</summary>
public class ChangeFiguresTests
{
    private static readonly FunnelReport Report = FunnelReport.Of(SmallLog.Build(), SmallLog.Labelled("Web", "Fair") with { Compare = PeriodPair.Parse("2024-01..2024-02") });

    [Fact]
    public void The_deals_of_the_two_periods_are_those_that_entered_in_them()
    {
        ChangeFigures change = Report.Change!;
        Assert.Equal(("2024-01", "2024-02"), (change.Before.Label, change.After.Label));
        Assert.Equal((3L, 1L), (change.Change.Before.Leads, change.Change.After.Leads));
        Assert.Equal((1L, 1L), (change.Change.Before.Won, change.Change.After.Won));
        Assert.Equal(-100m, change.Change.Revenue.Change);
        Assert.Equal(-100m, change.Change.Revenue.Parts.Sum(static p => p.Contribution));
        Assert.Equal(2.0 / 3, change.ByDimension[0].Value!.Mix + change.ByDimension[0].Value!.Rate, 12);
    }

    [Fact]
    public void The_json_has_the_same_parts()
    {
        JsonElement comparison = JsonDocument.Parse(ReportJson.ToText(Report)).RootElement.GetProperty("comparison");
        Assert.Equal(-100m, comparison.GetProperty("revenue").GetProperty("change").GetDecimal());
        Assert.Equal(-100m, comparison.GetProperty("revenue").GetProperty("parts").EnumerateArray().Sum(static p => p.GetProperty("contribution").GetDecimal()));
        Assert.Equal(["Lead → Talk", "Talk → Offer", "Offer → Signed"], comparison.GetProperty("steps").EnumerateArray().Select(static s => s.GetProperty("name").GetString()));
        Assert.Equal(["channel", "owner"], comparison.GetProperty("mixAndRate").EnumerateArray().Select(static m => m.GetProperty("dimension").GetString()));
    }

    [Fact]
    public void The_text_says_what_weighs_most_and_what_is_chance()
    {
        string text = ReportText.ToText(Report);
        Assert.Contains("COMPARED: DEALS ENTERED IN 2024-01 AND 2024-02", text, StringComparison.Ordinal);
        Assert.Contains("Revenue of these deals went from 100.00 to 0.00 (−100.00); won deals from 1 to 1.", text, StringComparison.Ordinal);
        Assert.Contains("No step changed by more than chance can explain.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_period_without_deals_is_said_to_have_none()
    {
        FunnelReport report = FunnelReport.Of(SmallLog.Build(), new FunnelReportOptions { Compare = PeriodPair.Parse("2023..2024") });
        Assert.Contains("No deal entered in 2023 by the as-of time", ReportText.ToText(report), StringComparison.Ordinal);
        Assert.All(report.Change!.ByDimension, static d => Assert.Null(d.Value));
    }

    [Theory]
    [InlineData("2023..2024", CohortUnit.Year, "2023-01-01", "2024-01-01")]
    [InlineData("2024Q3..2024q4", CohortUnit.Quarter, "2024-07-01", "2024-10-01")]
    [InlineData("2024-Q1..2023-Q1", CohortUnit.Quarter, "2024-01-01", "2023-01-01")]
    [InlineData("2024-09..2024-12", CohortUnit.Month, "2024-09-01", "2024-12-01")]
    public void Periods_are_read(string text, CohortUnit unit, string before, string after) =>
        Assert.Equal(new PeriodPair(unit, DateOnly.Parse(before, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(after, System.Globalization.CultureInfo.InvariantCulture)), PeriodPair.Parse(text));

    [Theory]
    [InlineData("2024", "is not two periods")]
    [InlineData("2024Q5..2024Q1", "is not two periods")]
    [InlineData("2024-13..2024-01", "is not two periods")]
    [InlineData("2024Q1..2024", "different length")]
    [InlineData("2024..2024", "with itself")]
    public void Other_texts_are_refused_with_the_forms_that_there_are(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => PeriodPair.Parse(text)).Message, StringComparison.Ordinal);
}
