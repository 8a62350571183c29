namespace SalesFunnel.Metrics.Tests.Metrics;

public class MoneyMetricsTests
{
    private static readonly DateTimeOffset Day = new(2026, 2, 3, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Deal_size_is_revenue_of_won_deals_by_won_deals() =>
        Assert.Equal((250m, MetricStatus.Ok), (DealSize.Of(1_000m, 4).Value, DealSize.Of(1_000m, 4).Status));

    [Fact]
    public void Unpriced_wins_do_not_lower_the_deal_size_and_are_disclosed()
    {
        DealSize some = Won(100m, null, 300m).DealSize;
        DealSize none = Won(null, null).DealSize;

        Assert.Equal((200m, 3, 2, MetricStatus.Partial), (some.Value, some.WonDeals, some.PricedDeals, some.Status));
        Assert.Equal("2 of 3 won deals have an amount", some.Reason);
        Assert.Equal((null, MetricStatus.Unpriced), (none.Value, none.Status));
        Assert.Equal((null, MetricStatus.Undefined), (Won().DealSize.Value, Won().DealSize.Status));
    }

    [Fact]
    public void Acquisition_cost_without_new_customers_is_undefined_and_shows_the_spend()
    {
        CustomerAcquisitionCost cost = CustomerAcquisitionCost.Of(5_000m, 0, "all lines of 2026");

        Assert.Equal((null, MetricStatus.Undefined, "no new customers"), (cost.Value, cost.Status, cost.Reason));
        Assert.Equal((5_000m, 0m, "all lines of 2026"), (cost.ToMetricValue().Numerator, cost.ToMetricValue().Denominator, cost.ToMetricValue().Basis));
        Assert.Equal(1_250m, CustomerAcquisitionCost.Of(5_000m, 4).Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => CustomerAcquisitionCost.Of(-1m, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => CustomerAcquisitionCost.Of(1m, -4));
    }

    [Theory]
    [InlineData(3_000, 160, 19, 18.75)]
    [InlineData(3_000, 1_500, 2, 2)]
    [InlineData(0, 10, 0, 0)]
    [InlineData(0, -10, 0, 0)]
    public void Payback_is_whole_periods_by_default_and_fractional_by_name(int cost, int profit, long whole, double fractional)
    {
        PaybackPeriod payback = PaybackPeriod.Of(cost, profit);

        Assert.Equal((whole, (decimal?)fractional, MetricStatus.Ok), (payback.WholePeriods, payback.FractionalPeriods, payback.Status));
        Assert.Equal(whole, payback.ToMetricValue().Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Without_profit_a_cost_is_never_paid_back(int profit)
    {
        PaybackPeriod payback = PaybackPeriod.Of(100, profit);

        Assert.Equal((null, null, MetricStatus.Never), (payback.WholePeriods, payback.FractionalPeriods, payback.Status));
        Assert.NotNull(payback.ToMetricValue().Reason);
    }

    [Fact]
    public void An_undefined_cost_or_profit_makes_payback_undefined_with_the_reason()
    {
        Assert.Contains("no new customers", PaybackPeriod.Of(CustomerAcquisitionCost.Of(5m, 0), 3m, "x").Reason, StringComparison.Ordinal);
        Assert.Equal(MetricStatus.Undefined, PaybackPeriod.Of(CustomerAcquisitionCost.Of(5m, 1), null, "x").Status);
        Assert.Equal(2, PaybackPeriod.Of(CustomerAcquisitionCost.Of(5m, 1), 3m, "x").WholePeriods);
        Assert.Throws<ArgumentOutOfRangeException>(() => PaybackPeriod.Of(-1m, 3m));
    }

    [Fact]
    public void Churn_of_a_stage_that_nobody_reached_is_undefined()
    {
        Assert.Equal((null, MetricStatus.Undefined, null), (ChurnRate.Of(0, 0).Value, ChurnRate.Of(0, 0).Status, ChurnRate.Of(0, 0).Interval()));
        Assert.Equal((0.25, MetricStatus.Ok), (ChurnRate.Of(1, 4).Value, ChurnRate.Of(1, 4).Status));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChurnRate.Of(5, 4));
    }

    private static StageSnapshot Won(params decimal?[] amounts)
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic);
        for (int deal = 0; deal < amounts.Length; deal++)
            tracker.Add(DealEvent.Won(deal, Day, amounts[deal]));
        return tracker.Snapshot(Day);
    }
}
