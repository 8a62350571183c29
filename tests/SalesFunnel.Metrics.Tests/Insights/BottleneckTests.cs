using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>Bottlenecks of a made-up funnel of which the answer is known.</summary>
public class BottleneckTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly FunnelDefinition s_funnel = FunnelDefinition.Create("Three steps").Stage("Lead").Stage("Talk").Stage("Offer").Dimension("team").Won("Won");

    [Fact]
    public void The_step_that_fell_behind_its_own_history_comes_first_and_not_the_lowest_rate()
    {
        // Leads always convert at 30 %, the lowest rate; offers fell from 75 % to 40 %.
        BottleneckReport report = Log((0, 0, [400, 120, 120, 90]), (0, 100, [400, 120, 120, 48])).Bottlenecks();
        Assert.Equal(s_start.AddDays(100), report.Since);
        Bottleneck first = report.ByMoney[0];
        Assert.Equal((2, 48, 120), (first.Stage, first.Rate.Converted, first.Rate.Entered));
        Assert.Equal(0.35, first.Gap!.Value.Estimate, 12);
        Assert.Equal(42_000, (double)first.Money.Value!.Value, 6); // 42 wins of 1,000 fewer
        Assert.True(first.IsSignificant && first.PValue < 0.001 && first.Money.Low > 0 && first.ExpectedMoney > 0 && first.ExpectedMoney < first.Money.Value);
        Assert.Equal(3, report.Tested);
        Assert.All(report.ByMoney.Skip(1), static row => Assert.False(row.IsSignificant));
    }

    [Fact]
    public void The_best_segment_is_a_yardstick_drawn_towards_the_common_rate()
    {
        BottleneckReport report = Log((1, 0, [400, 200, 100, 50]), (2, 0, [400, 120, 60, 30]), (3, 0, [400, 200, 100, 50]))
            .Bottlenecks(new BottleneckOptions { Reference = BottleneckReference.BestSegment, Dimension = "team" });
        Bottleneck first = report.ByMoney[0];
        Assert.Equal((0, 2), (first.Stage, first.Segment));
        Assert.InRange(first.Reference!.Value.Estimate, 0.43, 0.5);
        Assert.True(first.IsSignificant);
        Assert.Contains(first.ReferenceSegment, new long?[] { 1, 3 });
        Assert.All(report.ByMoney.Where(static r => r.Stage > 0), static row => Assert.False(row.IsSignificant));
    }

    [Fact]
    public void A_target_is_a_yardstick_without_chance()
    {
        BottleneckReport report = Log((0, 0, [400, 120, 60, 30])).Bottlenecks(new BottleneckOptions { Reference = BottleneckReference.Target, Targets = [0.4, null, 0.5] });
        Bottleneck lead = report.ByMoney.Single(static r => r.Stage == 0);
        Assert.Equal((new RateInterval(0.4, null, null), 0L, true), (lead.Reference!.Value, lead.ReferenceN, lead.IsSignificant));
        Assert.Equal(0.1, lead.Gap!.Value.Estimate, 12);
        Assert.Equal(40 * 250, (double)lead.Money.Value!.Value, 6); // 40 more talks, of which a quarter is won for 1,000
        Assert.Equal(MetricStatus.InsufficientHistory, report.ByMoney.Single(static r => r.Stage == 1).Money.Status);
        Bottleneck offer = report.ByMoney.Single(static r => r.Stage == 2);
        Assert.Equal((0.0, false), (offer.Gap!.Value.Estimate, offer.IsSignificant));
        Assert.Equal(2, report.Tested);
    }

    [Fact]
    public void Few_deals_and_undecided_deals_are_said_and_not_tested()
    {
        BottleneckReport few = Log((0, 0, [400, 120, 20, 10]), (0, 100, [400, 120, 20, 1])).Bottlenecks();
        Bottleneck offer = few.ByMoney.Single(static r => r.Stage == 2);
        Assert.Equal((MetricStatus.InsufficientSample, "20 decided deals; at least 30 are asked for"), (offer.Money.Status, offer.Money.Reason));
        Assert.Equal((null, null), (offer.PValue, offer.ExpectedMoney));
        BottleneckReport young = Log((0, 0, [400, 200, 100, 50]), (0, 100, [-400, 200, 100, 50])).Bottlenecks();
        Bottleneck lead = young.ByMoney.Single(static r => r.Stage == 2);
        Assert.Equal((MetricStatus.Immature, null, 0.5), (lead.Money.Status, lead.PValue, Math.Round(lead.DecidedShare!.Value, 1)));
        Assert.NotNull(lead.Money.Value);
    }

    [Fact]
    public void Waiting_is_time_beyond_the_limit_of_deals_that_are_not_on_hold()
    {
        var builder = new DealLogBuilder(s_funnel);
        for (int deal = 0; deal < 90; deal++)
        {
            builder.Add(DealEvent.Enter(deal, s_start, 0));
            builder.Add(DealEvent.Lost(deal, s_start.AddDays(10)));
        }

        foreach (int deal in new[] { 100, 101, 102 })
        {
            builder.Add(DealEvent.Enter(deal, s_start.AddDays(20), 0));
            builder.Add(DealEvent.Amount(deal, s_start.AddDays(20), 500));
        }

        builder.Add(DealEvent.Hold(102, s_start.AddDays(21)));
        StageWait wait = builder.Build().AsOf(s_start.AddDays(50)).Bottlenecks().ByQueueTime[0];
        Assert.Equal((0, 3L, 1L, 2L, 1_000m), (wait.Stage, wait.Open, wait.OnHold, wait.Stalled, wait.StalledAmount));
        Assert.Equal(10, wait.LimitDays!.Value, 9);
        Assert.Equal(40, wait.QueueDays, 9);
        Assert.Equal(1, wait.TimeShare!.Value, 12);
    }

    [Fact]
    public void Choices_that_do_not_fit_are_refused_with_the_remedy()
    {
        DealLog log = Log((0, 0, [10, 5, 2, 1]));
        Assert.Contains("Set Dimension", Refused(new BottleneckOptions { Reference = BottleneckReference.BestSegment }), StringComparison.Ordinal);
        Assert.Contains("has 3 steps and there are 1 targets", Refused(new BottleneckOptions { Reference = BottleneckReference.Target, Targets = [0.5] }), StringComparison.Ordinal);
        Assert.Contains("The target of step 1 is 1.5", Refused(new BottleneckOptions { Reference = BottleneckReference.Target, Targets = [0.5, 1.5, null] }), StringComparison.Ordinal);
        Assert.Contains("The minimum sample is 0", Refused(new BottleneckOptions { MinimumSample = 0 }), StringComparison.Ordinal);
        Assert.Contains("The false discovery rate is 1", Refused(new BottleneckOptions { FalseDiscoveryRate = 1 }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => log.Bottlenecks(new BottleneckOptions { Dimension = "country" }));

        string Refused(BottleneckOptions options) => Assert.Throws<InvalidOperationException>(() => log.Bottlenecks(options)).Message;
    }

    // One wave of leads a team; a negative first number leaves those that stop at an offer open.
    private static DealLog Log(params (long Team, int Day, int[] Reached)[] waves)
    {
        var builder = new DealLogBuilder(s_funnel);
        int next = 0;
        foreach ((long team, int day, int[] reached) in waves)
        {
            DateTimeOffset at = s_start.AddDays(day);
            for (int i = 0; i < Math.Abs(reached[0]); i++, next++)
            {
                builder.Add(DealEvent.Enter(next, at, 0, segment: team));
                int far = 0;
                for (; far < 2 && i < reached[far + 1]; far++)
                    builder.Add(DealEvent.Enter(next, at.AddDays(far + 1), far + 1));
                if (i < reached[3])
                    builder.Add(DealEvent.Won(next, at.AddDays(5), amount: 1_000));
                else if (reached[0] > 0 || far < 2)
                    builder.Add(DealEvent.Lost(next, at.AddDays(5)));
            }
        }

        return builder.Build();
    }
}
