namespace SalesFunnel.Metrics.Reporting.Tests;

/// <summary>Segments of a report beside the rest.</summary>
public class SegmentTableTests
{
    [Fact]
    public void A_segment_that_stands_out_is_marked_and_a_small_one_is_not_tested()
    {
        FunnelReport report = FunnelReport.Of(Log(), SmallLog.Labelled("Web", "Fair", "Call") with { By = ["channel"] });
        string[] lines = ReportText.ToText(report).Split('\n');
        Assert.Contains(lines, static line => line.StartsWith("Web ", StringComparison.Ordinal) && line.Contains("+29.0 (+", StringComparison.Ordinal) && line.Contains(" !", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("Call ", StringComparison.Ordinal) && line.Contains('−', StringComparison.Ordinal) && !line.Contains('!', StringComparison.Ordinal));
        Assert.Contains("adjusted over the 2 segments", string.Join(' ', lines), StringComparison.Ordinal);
        Assert.Equal([MetricStatus.InsufficientSample, MetricStatus.Ok, MetricStatus.Ok], report.Segments.Select(static s => s.Overall.Status));
    }

    [Fact]
    public void The_minimum_asked_for_decides_what_is_tested()
    {
        FunnelReport report = FunnelReport.Of(Log(), SmallLog.Labelled("Web", "Fair", "Call") with { By = ["channel"], MinimumSample = 5 });
        Assert.All(report.Segments, static s => Assert.NotNull(s.Overall.PValue));
    }

    // Web 50 of 100 won, Fair 20 of 90, Call 1 of 10: the rest of Web is 21 of 100.
    private static DealLog Log()
    {
        var builder = new DealLogBuilder(SmallLog.Funnel);
        int next = 0;
        foreach ((long channel, int deals, int won) in new[] { (0L, 100, 50), (1L, 90, 20), (2L, 10, 1) })
        {
            for (int i = 0; i < deals; i++, next++)
            {
                builder.Add(DealEvent.Enter(next, SmallLog.Day(1), 0, segment: channel));
                builder.Add(i < won ? DealEvent.Won(next, SmallLog.Day(9), amount: 10) : DealEvent.Lost(next, SmallLog.Day(9)));
            }
        }

        return builder.Build();
    }
}
