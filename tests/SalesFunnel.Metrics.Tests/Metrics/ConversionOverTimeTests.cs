using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Metrics;

/// <summary>Conversion by horizon, ultimate conversion, and the mark of a young cohort.</summary>
public class ConversionOverTimeTests
{
    private static readonly FunnelDefinition Funnel = FunnelDefinition.Create("Small").Stage("A").Stage("B").Won("W");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Deals_still_open_count_until_they_were_last_seen()
    {
        // Won at 10 and 40, lost at 20, open for 30: F(10) = 1/4; F(40) = 1/4 + (1/2 at risk and undecided) · 1/1.
        ConversionOverTime conversion = LogOf((0, 10, true), (0, 40, true), (0, 20, false), (20, null, false)).AsOf(Start.AddDays(50)).Deals().Conversion("A", "W");
        Assert.Equal((4, 2, 1), (conversion.Entered, conversion.Converted, conversion.Lost));
        Assert.Equal(0.25m, conversion.Within(TimeSpan.FromDays(10)).Value);
        Assert.Equal(0m, conversion.Within(TimeSpan.FromDays(9.99)).Value);
        Assert.Equal(0.25, (double)conversion.LostWithin(TimeSpan.FromDays(20)).Value!, 12);
        Assert.Equal(0.75, (double)conversion.Ultimate().Value!, 12);
        Assert.Equal(MetricStatus.Ok, conversion.Ultimate().Status);
        Assert.Equal(ConversionOverTime.UltimateMethodId, conversion.Ultimate().Method);
    }

    [Fact]
    public void A_horizon_that_no_deal_was_watched_for_has_no_figure()
    {
        ConversionOverTime conversion = LogOf((0, 10, true), (0, null, false)).AsOf(Start.AddDays(60)).Deals().Conversion("A", "W");
        MetricValue figure = conversion.Within(TimeSpan.FromDays(90));
        Assert.Equal((MetricStatus.InsufficientHistory, "no deal has been watched for 90 days; the longest is 60"), (figure.Status, figure.Reason));
        Assert.Null(figure.Value);
        Assert.Equal(0.5m, conversion.Within(TimeSpan.FromDays(60)).Value);
        MetricValue ultimate = conversion.Ultimate();
        Assert.Equal((MetricStatus.LowerBound, "50.0 % are undecided at the longest time watched, 60 days"), (ultimate.Status, ultimate.Reason));
        Assert.Equal(1m, ultimate.High); // all that are undecided can still convert
    }

    [Fact]
    public void When_all_are_decided_no_deal_need_be_watched_longer()
    {
        ConversionOverTime conversion = LogOf((0, 10, true), (0, 5, false)).Deals().Conversion("A", "W");
        Assert.Equal((0.5m, MetricStatus.Ok), (conversion.Within(TimeSpan.FromDays(180)).Value, conversion.Within(TimeSpan.FromDays(180)).Status));
    }

    [Fact]
    public void Before_the_first_conversion_the_interval_is_that_of_the_deals_known_by_then()
    {
        ConversionOverTime conversion = LogOf((0, 40, true), (0, 5, false), (0, 50, false)).AsOf(Start.AddDays(60)).Deals().Conversion("A", "W");
        MetricValue figure = conversion.Within(TimeSpan.FromDays(30));
        Assert.Equal((0m, 0m), (figure.Value, figure.Low));
        Assert.Equal(Wilson.Interval(0, 3)!.Value.High, (double)figure.High!, 12);
    }

    [Fact]
    public void No_deals_is_undefined_and_undated_ones_are_counted_apart()
    {
        var builder = new DealLogBuilder(Funnel);
        builder.Add(DealEvent.Enter(1, null, 0));
        builder.Add(DealEvent.Won(1, Start));
        ConversionOverTime conversion = builder.Build().Deals().Conversion("A", "W");
        Assert.Equal((0, 1), (conversion.Entered, conversion.Undated));
        Assert.Equal((MetricStatus.Undefined, "no deal entered at a known time"), (conversion.Ultimate().Status, conversion.Ultimate().Reason));
        Assert.False(conversion.Maturity.IsImmature);
    }

    [Fact]
    public void A_set_is_immature_below_nine_decided_of_ten()
    {
        Assert.True(Young(undecided: 11, of: 100).IsImmature);
        Assert.StartsWith("89.0 % of the deals are decided", Young(undecided: 11, of: 100).Reason, StringComparison.Ordinal);
        Assert.False(Young(undecided: 10, of: 100).IsImmature);
    }

    [Fact]
    public void A_cohort_is_immature_while_it_is_younger_than_nine_of_ten_deals_need_although_all_of_it_is_decided()
    {
        var builder = new DealLogBuilder(Funnel);
        for (int deal = 1; deal <= 20; deal++)
        {
            builder.Add(DealEvent.Enter(deal, Start, 0));
            builder.Add(deal % 2 == 0 ? DealEvent.Won(deal, Start.AddDays(80)) : DealEvent.Lost(deal, Start.AddDays(5)));
        }

        for (int deal = 21; deal <= 25; deal++)
        {
            builder.Add(DealEvent.Enter(deal, Start.AddDays(75), 0));
            builder.Add(DealEvent.Lost(deal, Start.AddDays(80)));
        }

        DealRecords records = builder.Build().AsOf(Start.AddDays(90)).Deals(new LogCountOptions { Calendar = CohortCalendar.Of(CohortUnit.Quarter, TimeZoneInfo.Utc) });
        Maturity young = records.Conversion("A", "W").Maturity;
        Assert.Equal((25, 25, 20, 80.0), (young.Entered, young.Decided, young.OldEnough, young.CycleP90Days!.Value));
        Assert.True(young.IsImmature);
        Assert.Equal("80.0 % of the deals are as old as nine of ten need to be decided (80.0 days); 90 % are needed", young.Reason);
    }

    [Fact]
    public void Steps_of_another_order_are_refused()
    {
        DealRecords records = LogOf((0, 10, true)).Deals();
        Assert.Throws<ArgumentOutOfRangeException>(() => records.Conversion(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => records.Conversion(0, 3));
        Assert.Throws<ArgumentException>(() => records.Conversion("A", "Z"));
        Assert.Throws<ArgumentOutOfRangeException>(() => records.Conversion(0, 1).Within(TimeSpan.Zero));
    }

    private static Maturity Young(int undecided, int of)
    {
        var builder = new DealLogBuilder(Funnel);
        for (int deal = 0; deal < of; deal++)
        {
            builder.Add(DealEvent.Enter(deal, Start, 0));
            if (deal >= undecided)
                builder.Add(DealEvent.Lost(deal, Start.AddDays(1)));
        }

        return builder.Build().AsOf(Start.AddDays(100)).Deals().Conversion("A", "W").Maturity;
    }

    // Each deal: day of entry, days to its outcome, won; without outcome it stays open.
    private static DealLog LogOf(params (int Entry, int? After, bool IsWon)[] deals)
    {
        var builder = new DealLogBuilder(Funnel);
        for (int deal = 0; deal < deals.Length; deal++)
        {
            DateTimeOffset entry = Start.AddDays(deals[deal].Entry);
            builder.Add(DealEvent.Enter(deal, entry, 0));
            if (deals[deal].After is { } days)
                builder.Add(deals[deal].IsWon ? DealEvent.Won(deal, entry.AddDays(days)) : DealEvent.Lost(deal, entry.AddDays(days)));
        }

        return builder.Build();
    }
}
