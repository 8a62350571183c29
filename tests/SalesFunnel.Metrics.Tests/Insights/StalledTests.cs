using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>Deals beyond learned limits.</summary>
public class StalledTests
{
    private static readonly FunnelDefinition Funnel = FunnelDefinition.Create("Small").Stage("A").Stage("B").Dimension("owner").Won("W");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_deal_is_stalled_beyond_the_time_in_which_eight_of_ten_visits_end()
    {
        DealLogBuilder builder = Ended(20); // stays of A: 1 to 20 days
        builder.Add(DealEvent.Enter(101, Start.AddDays(100), 0, amount: 50, segment: 7));
        builder.Add(DealEvent.Enter(102, Start.AddDays(100), 0)); // without amount
        builder.Add(DealEvent.Enter(103, Start.AddDays(115), 0, amount: 90)); // young
        builder.Add(DealEvent.Enter(104, Start.AddDays(100), 0, amount: 80)); // parked
        builder.Add(DealEvent.Hold(104, Start.AddDays(101)));
        builder.Add(DealEvent.Enter(105, Start.AddDays(100), 1, amount: 70)); // B has no ended visit
        builder.Add(DealEvent.Enter(106, null, 0)); // since when, nobody knows
        StalledDeals stalled = builder.Build().AsOf(Start.AddDays(122)).Stalled();
        Assert.Equal([101L, 102], stalled.Deals.Select(static d => d.Entity));
        Assert.Equal((50m, 6L, 1L, 1L, 1L), (stalled.Amount, stalled.Open, stalled.Parked, stalled.Untimed, stalled.WithoutLimit));
        StalledDeal first = stalled.Deals[0];
        Assert.Equal((0, TimeSpan.FromDays(22), 7L), (first.Stage, first.InStage, first.Segments[0]));
        Assert.InRange(first.Limit.TotalDays, 16, 20); // 20 ended in 1 to 20 days, four are open
        Assert.Equal(MetricStatus.InsufficientSample, stalled.Limits[1].Limit.Status);
        Assert.Equal("0 visits have ended; a limit is learned from 20", stalled.Limits[1].Limit.Reason);
    }

    [Fact]
    public void Time_on_hold_is_not_time_in_stage()
    {
        DealLogBuilder builder = Ended(20);
        builder.Add(DealEvent.Enter(101, Start.AddDays(100), 0));
        builder.Add(DealEvent.Hold(101, Start.AddDays(101)));
        builder.Add(DealEvent.Resume(101, Start.AddDays(120)));
        Assert.Empty(builder.Build().AsOf(Start.AddDays(122)).Stalled().Deals);
    }

    [Fact]
    public void Open_deals_fall_into_bands_by_the_cycle_of_won_ones()
    {
        var builder = new DealLogBuilder(Funnel);
        for (int deal = 1; deal <= 21; deal++)
        {
            builder.Add(DealEvent.Enter(deal, Start, 0));
            builder.Add(DealEvent.Won(deal, Start.AddDays(deal), amount: 1)); // 1 to 21 days: half by 11, p80 by 17, p90 by 19
        }

        foreach ((int deal, int age) in new[] { (101, 11), (102, 12), (103, 17), (104, 30) })
            builder.Add(DealEvent.Enter(deal, Start.AddDays(100 - age), 0, amount: deal));
        IReadOnlyList<AgeBand> ages = builder.Build().AsOf(Start.AddDays(100)).Stalled().Ages;
        Assert.Equal([(0, 11, 1, 101m), (11, 17, 2, 205m), (17, 19, 0, 0m), (19, -1, 1, 104m)], ages.Select(static b => ((int)Math.Round(b.FromDays), (int)Math.Round(b.ToDays ?? -1), (int)b.Deals, b.Amount)));
    }

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        DealLog log = Ended(2).Build();
        Assert.Throws<InvalidOperationException>(() => log.Stalled(new StalledOptions { Share = 1 }));
        Assert.Throws<InvalidOperationException>(() => log.Stalled(new StalledOptions { MinimumEnded = 0 }));
    }

    private static DealLogBuilder Ended(int visits)
    {
        var builder = new DealLogBuilder(Funnel);
        for (int deal = 1; deal <= visits; deal++)
        {
            builder.Add(DealEvent.Enter(deal, Start, 0));
            builder.Add(DealEvent.Lost(deal, Start.AddDays(deal)));
        }

        return builder;
    }
}
