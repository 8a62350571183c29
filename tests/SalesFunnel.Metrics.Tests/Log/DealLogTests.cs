namespace SalesFunnel.Metrics.Tests.Log;

public class DealLogTests
{
    private static readonly FunnelDefinition Funnel = FunnelDefinition.Create("B2B").Stage("New").Stage("Offer").Won("Signed");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Row[] Rows =
    [
        new("D-1", 0, "New", 100m, "Ann", 1), new("D-2", 0, "New", null, "Bob", 2), new("D-1", 3, "Offer", null, null, 3), new("D-2", 4, "Lost", 55m, null, 4),
        new("D-1", 5, "Signed", 120m, null, 5), new("D-3", 6, "Limbo", null, null, 6), new("D-4", 6, "New", 0.00001m, "Ann", 7), new("D-5", 7, "New", null, null, 8),
    ];

    [Fact]
    public void Rows_with_text_ids_and_stage_keys_become_a_log()
    {
        DealLog log = Text();
        StageSnapshot s = log.Count();

        Assert.Equal((3, 1, 1), (s.Leads, s.Won, s.Lost));
        Assert.Equal((120m, 1), (s.WonAmount, s.PricedWonDeals));
        Assert.Equal(["D-1", "D-2", "D-3", "D-5"], Enumerable.Range(0, log.Entities!.Count).Select(i => log.Entities.OuterId(i)));
        Assert.True(log.SegmentLabels!.TryGet("Ann", out long ann));
        Assert.Equal((1, 1), (s.Segment(ann).Leads, s.Segment(ann).Won));
        Assert.Equal(1, s.Segment(SegmentValue.None).Leads);
    }

    [Fact]
    public void Rows_that_cannot_be_used_are_counted_where_they_stood()
    {
        Rejections rejections = Text().Count().Rejections;

        Assert.Equal([(RejectReason.UnknownStage, 1L, 5L), (RejectReason.NotRepresentable, 1L, 6L)], rejections.Select(r => (r.Reason, r.Count, r.SamplePositions.Single())));
        Assert.Equal((2, 1, 0), (rejections.Total, rejections.CountOf(RejectReason.UnknownStage), rejections.CountOf(RejectReason.Late)));
    }

    [Fact]
    public void Rows_with_numeric_ids_and_stage_indexes_become_the_same_log()
    {
        DealLog log = DealLog.From(Funnel, Rows.Where(r => Funnel.IndexOf(r.Stage) >= 0), r => r.Id[2], r => r.At, r => Funnel.IndexOf(r.Stage), r => r.Amount, r => r.Owner?.Length, r => r.Seq);

        Assert.Null(log.Entities);
        Assert.Equal((3, 1, 0), (log.Count().Leads, log.Count().Won, log.Count().Lost));
        Assert.False(log.Count().UsesInputOrder);
    }

    [Fact]
    public void Without_seq_the_result_says_that_input_order_decided()
    {
        DealLog log = DealLog.From(Funnel, Rows, r => r.Id, r => r.At, r => r.Stage);

        Assert.True(log.Count().UsesInputOrder);
        Assert.False(Text().Count().UsesInputOrder);
    }

    [Fact]
    public void The_text_that_means_lost_can_be_chosen()
    {
        Row[] rows = [new("D-1", 0, "New", null, null, 1), new("D-1", 1, "verloren", null, null, 2)];

        Assert.Equal(1, DealLog.From(Funnel, rows, r => r.Id, r => r.At, r => r.Stage, lostStage: "verloren").Count().Lost);
        Assert.Equal(1, DealLog.From(Funnel, rows, r => r.Id, r => r.At, r => r.Stage).Count().Rejections.CountOf(RejectReason.UnknownStage));
    }

    [Fact]
    public void A_log_describes_the_time_of_its_last_event_unless_another_is_chosen()
    {
        DealLog log = Text();

        Assert.Equal(Start.AddDays(7), log.AsOfTime);
        Assert.Equal(log.LastEventAt, log.Count().AsOf);
        Assert.Equal((2, 0, 0), (log.AsOf(Start.AddDays(3)).Count().Leads, log.AsOf(Start.AddDays(3)).Count().Won, log.AsOf(Start.AddDays(3)).Count().Lost));
        Assert.Equal(1, log.AsOf(Start.AddDays(5)).Count().Won);
        Assert.Equal(0, log.AsOf(Start.AddDays(5).AddTicks(-10)).Count().Won);
        Assert.Equal(0, log.AsOf(Start.AddDays(-1)).Count().Leads);
        Assert.Equal(3, log.AsOf(Start.AddDays(-1)).AsOf(Start.AddYears(1)).Count().Leads);
    }

    [Fact]
    public void An_empty_log_counts_nothing()
    {
        DealLog log = new DealLogBuilder(Funnel).Build();

        Assert.Equal((0, 0, null), (log.EventCount, log.DealCount, log.LastEventAt));
        Assert.Equal((0, 0), (log.Count().Leads, log.Count().Cohorts.Count));
        Assert.Empty(log.Wins());
        Assert.Empty(log.Flow(CohortCalendar.Of(CohortUnit.Year)).Rows);
        Assert.Null(log.VisitDurations().MedianSeconds(0));
    }

    [Fact]
    public void A_reader_reports_its_bad_rows_with_their_place_and_time()
    {
        var builder = new DealLogBuilder(Funnel);
        builder.Add(DealEvent.Enter(1, Start, 0), position: 2);
        builder.Add(DealEvent.Enter(1, Start, 99), position: 3);
        builder.Reject(RejectReason.NotRepresentable, 4);
        builder.Reject(RejectReason.NotRepresentable, 5, EventTime.ToUnixMicros(Start.AddDays(1)));
        builder.Add(DealEvent.Enter(1, Start.AddDays(2), 1), position: 6);
        DealLog log = builder.Build();

        Assert.Equal([4L, 5L], Assert.Single(log.Count().Rejections, r => r.Reason == RejectReason.NotRepresentable).SamplePositions);
        Assert.Equal([4L], Assert.Single(log.AsOf(Start).Count().Rejections, r => r.Reason == RejectReason.NotRepresentable).SamplePositions);
        Assert.Equal([3L], Assert.Single(log.Count().Rejections, r => r.Reason == RejectReason.UnknownStage).SamplePositions);
    }

    [Fact]
    public void A_builder_can_go_on_after_building()
    {
        var builder = new DealLogBuilder(Funnel);
        builder.Add(DealEvent.Enter(1, Start, 0));
        DealLog first = builder.Build();
        builder.Add(DealEvent.Enter(2, Start, 0));

        Assert.Equal((1, 2), (first.Count().Leads, builder.Build().Count().Leads));
        Assert.Equal(1, first.DealCount);
    }

    [Fact]
    public void The_first_win_of_a_customer_is_the_new_one()
    {
        var builder = new DealLogBuilder(Funnel);
        foreach ((long deal, int day, long? customer) in new (long, int, long?)[] { (1, 9, 7), (2, 5, 7), (3, 6, null), (4, 7, null), (5, 8, 8) })
        {
            builder.Add(DealEvent.Won(deal, Start.AddDays(day), amount: deal));
            if (customer is { } id)
                builder.Add(DealEvent.Customer(deal, Start.AddDays(20), id));
        }

        Assert.Equal(
            [(2L, 7L, true), (3, null, true), (4, null, true), (5, 8, true), (1, 7, false)],
            builder.Build().Wins().Select(w => (w.Entity, w.Customer, w.IsNewCustomer)));
    }

    [Fact]
    public void At_event_is_an_attribution_of_flow_only() =>
        Assert.Contains("Flow", Assert.Throws<InvalidOperationException>(() => Text().Count(new LogCountOptions { Attribution = SegmentAttribution.AtEvent })).Message, StringComparison.Ordinal);

    private static DealLog Text() => DealLog.From(Funnel, Rows, r => r.Id, r => r.At, r => r.Stage, r => r.Amount, r => r.Owner, r => r.Seq);

    private sealed record Row(string Id, int Day, string Stage, decimal? Amount, string? Owner, long Seq)
    {
        public DateTimeOffset At => Start.AddDays(Day);
    }
}
