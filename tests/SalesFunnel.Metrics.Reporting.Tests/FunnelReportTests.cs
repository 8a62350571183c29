namespace SalesFunnel.Metrics.Reporting.Tests;

/// <summary>What a report computes from a log and what goes with it.</summary>
public class FunnelReportTests
{
    private static readonly SpendLine[] Spend =
    [
        new(new DateOnly(2024, 1, 1), "Web", "marketing", 30),
        new(new DateOnly(2024, 1, 15), "Web", "Marketing", 20),
        new(new DateOnly(2024, 1, 1), null, "sales", 50),
        new(new DateOnly(2024, 1, 1), "Radio", "marketing", 5),
        new(new DateOnly(2024, 3, 1), "Web", "marketing", 1_000), // after the last event
    ];

    [Fact]
    public void A_report_without_options_has_the_totals_as_of_the_last_event()
    {
        FunnelReport report = FunnelReport.Of(SmallLog.Build());
        Assert.Equal((SmallLog.Day(40), true), (report.AsOf, report.AsOfIsLastEvent));
        Assert.Equal([4, 3, 2, 2], report.Total.Stages.Select(s => s.Reached));
        Assert.Equal([0, 1, 0], report.Total.Stages.SkipLast(1).Select(s => s.Open!.LostAtFurthest));
        Assert.Equal([1, 0, 0], report.Total.Stages.SkipLast(1).Select(s => s.Open!.OpenAtFurthest));
        Assert.Null(report.Total.Stages[^1].Open);
        Assert.Equal(172_800m, report.Total.Stages[0].Open!.MedianSeconds); // 2, 2 and 5 days
        Assert.Empty(report.Channels);
        Assert.Empty(report.Segments);
        Assert.Empty(report.Cohorts);
        Assert.Empty(report.Rejected);
    }

    [Fact]
    public void A_chosen_as_of_time_is_said_to_be_chosen_and_shown_in_the_zone()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        FunnelReport report = FunnelReport.Of(SmallLog.Build(), new FunnelReportOptions { AsOf = SmallLog.Day(9), Zone = zone });
        Assert.Equal((false, TimeSpan.FromHours(1)), (report.AsOfIsLastEvent, report.AsOf.Offset));
        Assert.Equal((3L, 0L), (report.Total.Leads, report.Total.Snapshot.Won));
    }

    [Fact]
    public void Acquisition_cost_takes_all_lines_of_begun_months_and_the_new_customers_won_in_them()
    {
        FunnelReport report = FunnelReport.Of(SmallLog.Build(), SmallLog.Labelled("Web", "Fair") with { Spend = Spend });
        MetricValue cost = report.Total.CustomerAcquisitionCost;
        Assert.Equal((105m, 105m, 1m, MetricStatus.Ok), (cost.Value, cost.Numerator, cost.Denominator, cost.Status)); // the win of February is in no month with costs
        Assert.Equal("all cost lines of 2024-01 ÷ new customers won in those months (UTC)", cost.Basis);
        Assert.Equal((MetricStatus.Undefined, "the gross margin is not known"), (report.Total.PaybackPeriod.Status, report.Total.PaybackPeriod.Reason));
    }

    [Fact]
    public void Channels_take_their_own_marketing_lines_and_all_their_wins()
    {
        FunnelReport report = FunnelReport.Of(SmallLog.Build(), SmallLog.Labelled("Web", "Fair") with { Spend = Spend });
        Assert.Equal(["Fair", "Radio", "Web", null], report.Channels.Select(c => c.Key));
        ChannelFigures web = report.Channels[2];
        Assert.Equal((2L, 1L, 50m, 50m), (web.Leads, web.Won, web.Spend, web.CustomerAcquisitionCost.Value));
        Assert.Equal("marketing lines of the channel, 2024-01 ÷ its wins to as-of", web.CustomerAcquisitionCost.Basis);
        ChannelFigures radio = report.Channels[1];
        Assert.Equal((0L, 0L, 5m, null, "no new customers"), (radio.Leads, radio.Won, radio.Spend, radio.CustomerAcquisitionCost.Value, radio.CustomerAcquisitionCost.Reason));
        ChannelFigures none = report.Channels[3];
        Assert.Equal((1L, 1L, null, "the channel has no marketing lines"), (none.Leads, none.Won, none.CustomerAcquisitionCost.Value, none.CustomerAcquisitionCost.Reason));
    }

    [Fact]
    public void Payback_divides_the_cost_by_margin_times_mean_monthly_revenue()
    {
        FunnelReportOptions options = SmallLog.Labelled("Web", "Fair") with { Spend = Spend, Margin = 0.5m, Revenues = [new CustomerRevenue(1, null, null, 40), new CustomerRevenue(4, null, null, 1_000)] };
        FunnelFigures total = FunnelReport.Of(SmallLog.Build(), options).Total;
        Assert.Equal((6m, 5.25m, MetricStatus.Ok), (total.PaybackPeriod.Value, total.FractionalPaybackMonths, total.PaybackPeriod.Status)); // 105 ÷ (0.5 × 40)
        Assert.Equal(
            "fully loaded acquisition cost ÷ (0.5 margin × 40.00 mean monthly revenue of the customers of those 1 wins), no churn, no discount, whole months", total.PaybackPeriod.Basis);
    }

    [Fact]
    public void Payback_without_profit_never_comes_and_without_revenue_is_undefined()
    {
        FunnelReportOptions options = SmallLog.Labelled("Web", "Fair") with { Spend = Spend, Margin = -0.1m, Revenues = [new CustomerRevenue(1, null, null, 40)] };
        MetricValue never = FunnelReport.Of(SmallLog.Build(), options).Total.PaybackPeriod;
        Assert.Equal((null, MetricStatus.Never), (never.Value, never.Status));
        MetricValue unknown = FunnelReport.Of(SmallLog.Build(), options with { Revenues = [] }).Total.PaybackPeriod;
        Assert.Equal((null, MetricStatus.Undefined, "no customer of these wins has a known monthly revenue"), (unknown.Value, unknown.Status, unknown.Reason));
    }

    [Fact]
    public void Payback_over_some_of_the_customers_is_partial()
    {
        SpendLine[] twoMonths = [.. Spend, new(new DateOnly(2024, 2, 1), null, "sales", 1)];
        FunnelReportOptions options = SmallLog.Labelled("Web", "Fair") with { Spend = twoMonths, Margin = 0.5m, Revenues = [new CustomerRevenue(1, null, null, 40)] };
        MetricValue payback = FunnelReport.Of(SmallLog.Build(), options).Total.PaybackPeriod;
        Assert.Equal((MetricStatus.Partial, "1 of 2 customers have a known monthly revenue"), (payback.Status, payback.Reason));
    }

    [Fact]
    public void Without_costs_or_with_only_later_ones_the_cost_is_undefined_with_its_reason()
    {
        Assert.Equal("no costs were given", FunnelReport.Of(SmallLog.Build()).Total.CustomerAcquisitionCost.Reason);
        MetricValue early = FunnelReport.Of(SmallLog.Build(), SmallLog.Labelled("Web") with { Spend = Spend, AsOf = new DateTimeOffset(2023, 12, 31, 0, 0, 0, TimeSpan.Zero) }).Total.CustomerAcquisitionCost;
        Assert.Equal((null, MetricStatus.Undefined, "there is no cost line up to the as-of time"), (early.Value, early.Status, early.Reason));
    }

    [Fact]
    public void Segments_stand_by_label_with_deals_without_value_last_and_add_up()
    {
        FunnelReport report = FunnelReport.Of(SmallLog.Build(), SmallLog.Labelled("Web", "Fair") with { By = ["channel"] });
        Assert.Equal(["Fair", "Web", null], report.Segments.Select(s => s.Key[0].Value));
        Assert.Equal([1, 2, 1], report.Segments.Select(s => s.Figures.Leads));
        Assert.Equal("costs are not split by segment", report.Segments[0].Figures.CustomerAcquisitionCost.Reason);
        Assert.Equal(172_800m, report.Segments[1].Figures.Stages[0].Open!.MedianSeconds);
    }

    [Fact]
    public void Segments_without_labels_show_numbers_and_an_unknown_dimension_is_refused()
    {
        FunnelReport report = FunnelReport.Of(SmallLog.Build(), new FunnelReportOptions { By = ["channel", "owner"] });
        Assert.Equal(["0", "1", null], report.Segments.Select(s => s.Key[0].Value));
        Assert.All(report.Segments, s => Assert.Null(s.Key[1].Value));
        Assert.Throws<ArgumentException>(() => FunnelReport.Of(SmallLog.Build(), new FunnelReportOptions { By = ["colour"] }));
    }

    [Fact]
    public void Visits_of_one_dimension_after_another_are_those_of_the_one_asked_for()
    {
        VisitDurations durations = SmallLog.Build().VisitDurations();
        Assert.Equal(2, durations.Segment("channel", 0).Count(0));
        Assert.Equal(0, durations.Segment("owner", 0).Count(0));
        Assert.Equal(3, durations.Segment("owner", SegmentValue.None).Count(0));
        Assert.Equal(2, durations.Where(["owner", "channel"], [SegmentValue.None, 0]).Count(0));
        Assert.Equal(2, durations.Where(["channel", "owner"], [0, SegmentValue.None]).Count(0));
        Assert.Equal(0, durations.Segment("channel", 7).Count(0));
    }

    [Fact]
    public void Cohorts_stand_in_time()
    {
        FunnelReport report = FunnelReport.Of(SmallLog.Build(), new FunnelReportOptions { Cohort = CohortUnit.Month });
        Assert.Equal([("2024-01", 3L), ("2024-02", 1L)], report.Cohorts.Select(c => (c.Period.Label, c.Figures.Leads)));
    }

    [Fact]
    public void What_the_reader_left_out_stands_in_for_the_same_rows_in_the_log()
    {
        var builder = new DealLogBuilder(SmallLog.Funnel);
        builder.Add(DealEvent.Enter(1, SmallLog.Day(1), 0, seq: 1), 2);
        builder.Add(DealEvent.Enter(1, SmallLog.Day(1), 1, seq: 1), 3);
        builder.Reject(RejectReason.UnknownStage, 4);
        DealLog log = builder.Build();
        Assert.Equal([("Duplicate", 1L, "3"), ("UnknownStage", 1L, "4")], FunnelReport.Of(log).Rejected.Select(r => (r.Reason, r.Count, r.Samples[0])));
        var options = new FunnelReportOptions { LeftOutByReader = [new RejectedItem("UnknownStage", 1, ["f.csv:4"], "words")], PlaceOf = p => $"f.csv:{p}" };
        Assert.Equal([("UnknownStage", 1L, "f.csv:4"), ("Duplicate", 1L, "f.csv:3")], FunnelReport.Of(log, options).Rejected.Select(r => (r.Reason, r.Count, r.Samples[0])));
    }
}
