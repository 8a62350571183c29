namespace SalesFunnel.Metrics.Reporting.Tests;

public class LastDayTests
{
    [Theory]
    [InlineData("9999-12-31T23:59:59.999999Z", "the end of 9999-12-31 (UTC)")]
    [InlineData("9999-12-31T23:59:59.999998Z", "9999-12-31 23:59:59 (UTC)")]
    [InlineData("2024-12-31T23:59:59.999999Z", "the end of 2024-12-31 (UTC)")]
    public void A_report_can_describe_the_last_day_of_all(string time, string text)
    {
        FunnelReport report = FunnelReport.Of(SmallLog.Build(), new FunnelReportOptions { AsOf = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture) });
        Assert.Contains($"As of {text}", ReportText.ToText(report), StringComparison.Ordinal);
    }
}
