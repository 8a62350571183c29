using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Oracles;

/// <summary>Single rules of the oracle, each on a history small enough to check by eye. Hours since a fixed start are the times.</summary>
public class OracleMechanicsTests
{
    private const long Hour = 3_600_000_000;
    private static readonly FunnelDefinition Funnel = TestFunnels.Funnel(4, 2);
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Time_on_hold_is_not_stage_time_even_across_moves()
    {
        Figures counted = Count(Enter(0, 0), DealEvent.Hold(1, At(2)), Enter(5, 1), DealEvent.Resume(1, At(6)), Enter(10, 2));

        Assert.Equal(2 * Hour, counted["times.Onward.micros[0]"]);
        Assert.Equal(4 * Hour, counted["times.Onward.micros[1]"]);
        Assert.Equal(90 * Hour, counted["times.StillOpen.micros[2]"]);
    }

    [Fact]
    public void A_visit_that_starts_on_hold_is_timed_from_the_resumption() =>
        Assert.Equal(1 * Hour, Count(DealEvent.Hold(1, null), Enter(3, 0), DealEvent.Resume(1, At(4)), Enter(5, 1))["times.Onward.micros[0]"]);

    [Fact]
    public void An_outcome_ends_the_hold()
    {
        OracleResult result = Replay(Enter(0, 0), DealEvent.Hold(1, At(1)), DealEvent.Lost(1, At(3)), Enter(4, 0), DealEvent.Resume(1, At(5)), Enter(6, 1));

        Assert.Equal(1 * Hour, result.Count()["times.Lost.micros[0]"]);
        Assert.Equal(2 * Hour, result.Count()["times.Onward.micros[0]"]);
        Assert.Equal((OracleRejection.Impossible, 4L), Assert.Single(result.Rejected));
    }

    [Fact]
    public void An_undated_entry_counts_as_a_visit_and_never_as_time()
    {
        Figures counted = Count(DealEvent.Enter(1, null, 0), Enter(5, 1));

        Assert.Equal(1, counted["visits[0]"]);
        Assert.Equal(1, counted["untimedVisits[0]"]);
        Assert.Equal(0, counted["times.Onward.count[0]"]);
    }

    [Fact]
    public void Won_first_implies_the_first_stage_without_any_visit()
    {
        Figures counted = Count(DealEvent.Won(1, At(0), amount: 5));

        Assert.Equal("everWon=1, leads=1, pricedWonDeals=1, reached[0]=1, reached[1]=1, reached[2]=1, reached[3]=1, touched[3]=1, visits[3]=1, won=1, wonAmountE4=50000", counted.ToString());
    }

    [Fact]
    public void Lost_after_won_replaces_the_outcome_and_keeps_ever_won()
    {
        Figures counted = Count(Enter(0, 1), DealEvent.Won(1, At(1), amount: 5), DealEvent.Lost(1, At(2)));

        Assert.Equal((1, 0, 1, 1, 0), (counted["everWon"], counted["won"], counted["lostFrom[1]"], counted["reopenings"], counted["wonAmountE4"]));
    }

    [Fact]
    public void The_won_amount_is_the_one_at_the_last_win_and_later_edits_are_told_apart()
    {
        OracleResult result = Replay(
            DealEvent.Amount(1, At(0), 1), DealEvent.Won(1, At(1)), DealEvent.Amount(1, At(2), 2), Enter(3, 0), DealEvent.Won(1, At(4)), DealEvent.Won(1, At(5), amount: 9));

        Assert.Equal(2 * AmountE4.Scale, result.Count()["wonAmountE4"]);
        Assert.Equal(2, result.Hygiene()["amountEditsAfterWin"]);
        Assert.Equal(1, result.Hygiene()["repeats"]);
    }

    [Fact]
    public void Re_opening_beyond_the_limit_is_rejected_and_changes_nothing()
    {
        OracleResult result = Replay(new OracleOptions { ReopenWithin = TimeSpan.FromHours(2) },
            Enter(0, 0), DealEvent.Lost(1, At(1)), Enter(3, 1), DealEvent.Lost(1, At(4)), DealEvent.Won(1, At(7), amount: 5));

        Assert.Equal((OracleRejection.ReopenTooLate, 4L), Assert.Single(result.Rejected));
        Assert.Equal((1, 0, 1), (result.Count()["lost"], result.Count()["everWon"], result.Count()["reopenings"]));
    }

    [Fact]
    public void An_event_refused_for_what_it_says_keeps_its_place_in_the_order()
    {
        Assert.Equal([(OracleRejection.Impossible, 1L), (OracleRejection.Late, 2L)], Replay(Enter(0, 0), DealEvent.Resume(1, At(9)), Enter(5, 1)).Rejected);
        Assert.Equal([(OracleRejection.UnknownStage, 1L)], Replay(Enter(0, 0), Enter(9, 17), Enter(5, 1)).Rejected);
    }

    [Fact]
    public void The_same_time_is_a_duplicate_only_with_the_same_given_seq()
    {
        Assert.Equal([(OracleRejection.Duplicate, 1L)], Replay(Enter(0, 0, seq: 1), Enter(0, 1, seq: 1), Enter(0, 2, seq: 2)).Rejected);
        Assert.Empty(Replay(Enter(0, 0), Enter(0, 1), Enter(0, 2)).Rejected);
    }

    [Fact]
    public void Deleted_deals_leave_a_tracker_with_their_movement_and_a_log_with_nothing()
    {
        DealEvent[] events = [Enter(0, 0), Enter(1, 1), DealEvent.Deleted(1, At(2)), Enter(3, 2)];
        OracleResult tracker = StageHistoryOracle.Count(Funnel, events, At(100));
        OracleResult log = StageHistoryOracle.Count(Funnel, events, At(100), new OracleOptions { AsLog = true });

        Assert.Equal("times.Onward.count[0]=1, times.Onward.micros[0]=3600000000, visits[0]=1, visits[1]=1", tracker.Count().ToString());
        Assert.True(tracker.IsPartial);
        Assert.True(log.Count().IsEmpty);
        Assert.Equal("deletedDeals=1, rejected.Impossible=1", log.Hygiene().ToString());
    }

    [Fact]
    public void A_regress_is_a_move_back_while_open_and_never_a_re_opening()
    {
        Figures counted = Count(Enter(0, 2), Enter(1, 0), DealEvent.Lost(1, At(2)), Enter(3, 0), Enter(4, 1), Enter(5, 0));

        Assert.Equal((1, 1, 0, 1), (counted["regressMoves[2]"], counted["regressMoves[1]"], counted["regressMoves[0]"], counted["reopenings"]));
    }

    [Fact]
    public void Strict_counts_stages_entered_in_the_order_of_the_funnel_with_others_between()
    {
        Figures counted = Count(Enter(0, 1), Enter(1, 0), Enter(2, 2), Enter(3, 1), DealEvent.Won(1, At(4)));

        Assert.Equal((1, 1, 0, 0), (counted["strict[0]"], counted["strict[1]"], counted["strict[2]"], counted["strict[3]"]));
        Assert.Equal((1, 1, 1, 1), (counted["touched[0]"], counted["touched[1]"], counted["touched[2]"], counted["touched[3]"]));
    }

    [Theory]
    [InlineData(SegmentAttribution.AtEntry, 2)]
    [InlineData(SegmentAttribution.First, 1)]
    [InlineData(SegmentAttribution.AtOutcome, 3)]
    [InlineData(SegmentAttribution.Last, 4)]
    public void Each_attribution_takes_the_value_of_its_moment(SegmentAttribution attribution, long expected)
    {
        OracleResult result = Replay(new OracleOptions { AsLog = true, Attribution = attribution },
            DealEvent.SegmentOf(1, At(0), 0, 1), DealEvent.Enter(1, At(1), 0, segment: 2), DealEvent.SegmentOf(1, At(2), 0, 9), DealEvent.Lost(1, At(3), segment: 3), DealEvent.SegmentOf(1, At(4), 0, 4));

        Assert.Equal([expected, SegmentValue.None], Assert.Single(result.SegmentTuples));
    }

    [Fact]
    public void The_cohort_is_that_of_the_first_dated_entry_and_earlier_movement_stays_undated()
    {
        CohortCalendar months = TestFunnels.Calendar(CohortUnit.Month, "UTC");
        OracleResult result = Replay(new OracleOptions { Calendar = months }, DealEvent.Enter(1, null, 0), Enter(0, 1), Enter(24 * 60, 2));

        Assert.Equal([CohortPeriod.UndatedNumber, months.PeriodOf(Start).Number], result.Cohorts);
        Assert.Equal("visits[0]=1", result.Count(cohort: CohortPeriod.UndatedNumber).ToString());
        Assert.Equal(1, result.Count(cohort: months.PeriodOf(Start).Number)["leads"]);
    }

    [Fact]
    public void Waiting_events_are_used_in_order_of_time_when_the_watermark_passes()
    {
        OracleOptions options = new() { AllowedLateness = TimeSpan.FromHours(3) };

        Assert.Empty(Replay(options, Enter(3, 1), Enter(0, 0), Enter(5, 2)).Rejected);
        Assert.Equal([(OracleRejection.Late, 2L)], Replay(options, Enter(3, 1), Enter(9, 2), Enter(1, 0)).Rejected);
    }

    private static DateTimeOffset At(int hours) => Start.AddHours(hours);

    private static DealEvent Enter(int hours, int stage, long? seq = null) => DealEvent.Enter(1, At(hours), stage, seq: seq);

    private static Figures Count(params DealEvent[] events) => Replay(events).Count();

    private static OracleResult Replay(params DealEvent[] events) => Replay(new OracleOptions(), events);

    private static OracleResult Replay(OracleOptions options, params DealEvent[] events) => StageHistoryOracle.Count(Funnel, events, At(100), options);
}
