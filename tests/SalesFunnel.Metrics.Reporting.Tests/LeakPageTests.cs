using System.Text.Json;

namespace SalesFunnel.Metrics.Reporting.Tests;

/// <summary>What a report says about where a funnel leaks.</summary>
public class LeakPageTests
{
    [Fact]
    public void A_step_that_became_worse_is_said_with_its_cost_and_that_it_is_no_chance()
    {
        string text = Text(Log(wonBefore: 90, wonAfter: 40, open: 0));
        Assert.Contains("Offer → Signed: of 120 decided deals that entered since 2024-04-10, 33.3 % went on; before, 75.0 %. The difference is worth 5,000 in revenue (95 %: ", text, StringComparison.Ordinal);
        Assert.Contains("More than chance.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Most deals are lost at", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Chance_is_not_excluded_by_a_small_difference()
    {
        string text = Text(Log(wonBefore: 62, wonAfter: 60, open: 0));
        Assert.Contains("before, 51.7 %. The difference is worth 200 in revenue (95 %: −", text, StringComparison.Ordinal);
        Assert.Contains("Chance cannot be excluded.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("More than chance.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_with_many_open_deals_are_not_judged_and_a_queue_is_said()
    {
        FunnelReport report = FunnelReport.Of(Log(wonBefore: 90, wonAfter: 40, open: 20), new FunnelReportOptions { AsOf = SmallLog.Day(400) });
        string text = OneLine(report);
        Assert.Contains("Too many are still open to judge.", text, StringComparison.Ordinal);
        Assert.Contains("The longest queue is at Offer: 20 of 20 open deals are there for longer than ", text, StringComparison.Ordinal);
        JsonElement step = JsonDocument.Parse(ReportJson.ToText(report)).RootElement.GetProperty("bottlenecks").GetProperty("byMoney").EnumerateArray().Single(static r => r.GetProperty("from").GetString() == "Offer");
        Assert.Equal(("Immature", JsonValueKind.Null, false), (step.GetProperty("money").GetProperty("status").GetString(), step.GetProperty("pAdjusted").ValueKind, step.GetProperty("significant").GetBoolean()));
    }

    [Fact]
    public void When_nothing_became_worse_that_is_said()
    {
        string text = Text(Log(wonBefore: 40, wonAfter: 90, open: 0));
        Assert.Contains("No step of the deals that entered since 2024-04-10 converts worse than before (3 compared).", text, StringComparison.Ordinal);
        Assert.Contains("Most value was lost at Offer: 11,000.00 in 110 lost deals.", text, StringComparison.Ordinal);
    }

    private static string Text(DealLog log) => OneLine(FunnelReport.Of(log));

    private static string OneLine(FunnelReport report) => string.Join(' ', ReportText.ToText(report).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // 120 deals on day 1 and 120 on day 101; all reach the last stage, each is worth 100.
    private static DealLog Log(int wonBefore, int wonAfter, int open)
    {
        var builder = new DealLogBuilder(SmallLog.Funnel);
        for (int deal = 0; deal < 240; deal++)
        {
            int day = deal < 120 ? 1 : 101;
            builder.Add(DealEvent.Enter(deal, SmallLog.Day(day), 0, amount: 100));
            builder.Add(DealEvent.Enter(deal, SmallLog.Day(day + 1), 1));
            builder.Add(DealEvent.Enter(deal, SmallLog.Day(day + 2), 2));
            int number = deal % 120;
            if (number < (deal < 120 ? wonBefore : wonAfter))
                builder.Add(DealEvent.Won(deal, SmallLog.Day(day + 9)));
            else if (deal < 120 || number < 120 - open)
                builder.Add(DealEvent.Lost(deal, SmallLog.Day(day + 5)));
        }

        return builder.Build();
    }
}
