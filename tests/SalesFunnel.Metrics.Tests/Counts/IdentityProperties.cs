using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Counts;

/// <summary>The identities that every snapshot keeps: in total, for every segment, for every cohort, and for both together.</summary>
public class IdentityProperties
{
    [Property]
    public void Reached_is_the_next_stage_plus_those_lost_and_open_there(LogCase log) => ForAllCells(log, s =>
    {
        Assert.Equal(s.Leads, s.Reached(0));
        for (int stage = 0; stage < s.Definition.WonIndex; stage++)
            Assert.Equal(s.Reached(stage), s.Reached(stage + 1) + s.LostAtFurthest(stage) + s.OpenAtFurthest(stage));
    });

    [Property]
    public void Every_deal_is_open_or_lost_or_won_and_stands_in_one_place(LogCase log) => ForAllCells(log, s =>
    {
        Assert.Equal(s.Leads, s.Open + s.Lost + s.Won);
        Assert.Equal(s.Lost, Sum(s, s.LostAtFurthest));
        Assert.Equal(s.Lost, Sum(s, s.LostFrom));
        Assert.Equal(s.Open, Sum(s, s.OpenAtFurthest));
        Assert.Equal(s.Open, Sum(s, s.InStageNow));
        Assert.True(s.Won <= s.EverWon && s.EverWon <= s.Leads && s.ReopenedDeals <= s.Leads && s.PricedWonDeals <= s.Won);
    });

    [Property]
    public void Reached_and_strict_are_nested_and_no_rule_counts_more_than_reached(LogCase log) => ForAllCells(log, s =>
    {
        for (int stage = 0; stage <= s.Definition.WonIndex; stage++)
        {
            if (stage > 0)
                Assert.True(s.Reached(stage) <= s.Reached(stage - 1) && s.Strict(stage) <= s.Strict(stage - 1));
            Assert.True(s.Strict(stage) <= s.Touched(stage) && s.Touched(stage) <= s.Reached(stage));
        }

        Assert.Equal((s.Won, s.Won), (s.Reached(s.Definition.WonIndex), s.Touched(s.Definition.WonIndex)));
    });

    // Without cohorts: movement before the first date stays among the undated, while the deal itself moves to its cohort.
    [Property]
    public void Every_visit_of_a_deal_that_stays_ended_in_some_way_or_goes_on(LogCase log) => ForAllCells(log.WithoutDeletions() with { Calendar = null }, s =>
    {
        for (int stage = 0; stage < s.Definition.WonIndex; stage++)
        {
            Assert.Equal(s.Visits(stage), s.CompletedTimes(stage).Count + s.UntimedVisits(stage) + s.InStageNow(stage));
            Assert.Equal(Enum.GetValues<VisitEnd>().Where(e => e != VisitEnd.StillOpen).Sum(e => s.Times(stage, e).Count), s.CompletedTimes(stage).Count);
            Assert.True(s.Times(stage, VisitEnd.StillOpen).Count <= s.InStageNow(stage) && s.Times(stage, VisitEnd.Back).Count <= s.RegressMoves(stage));
            Assert.True(s.RegressedDeals(stage) <= s.RegressMoves(stage) && s.Touched(stage) <= s.Visits(stage));
        }
    });

    [Property]
    public void Segments_and_cohorts_sum_to_the_total(LogCase log)
    {
        foreach (StageSnapshot whole in Both(log))
        {
            AssertSum(whole, whole.Cohorts.Select(c => c.Snapshot));
            AssertSum(whole, whole.GroupBy([.. log.Definition.Dimensions]).Select(g => g.Snapshot));
            foreach (string dimension in log.Definition.Dimensions)
                AssertSum(whole, whole.GroupBy(dimension).Select(g => g.Snapshot));
            AssertSum(whole, whole.GroupBy(dimensions: []).Select(g => g.Snapshot));
        }
    }

    [Property]
    public void Steps_multiply_to_the_overall_conversion(LogCase log) => ForAllCells(log, s =>
    {
        foreach (CountingRule rule in Enum.GetValues<CountingRule>())
        {
            StageSnapshot counted = s.With(rule);
            double product = 1;
            for (int stage = 0; stage < s.Definition.WonIndex; stage++)
                product *= counted.Conversion(stage, stage + 1).Value ?? double.NaN;
            if (counted.Conversion(0, s.Definition.WonIndex).Value is { } whole && !double.IsNaN(product))
                Assert.Equal(whole, product, 1e-12); // at most 63 products and quotients of exact integers
        }

        if (s.Leads > 0)
            Assert.Equal(s.With(CountingRule.Reached).OverallConversionRate.Value, s.With(CountingRule.Reached).Conversion(0, s.Definition.WonIndex).Value);
    });

    [Property]
    public void Conversion_churn_and_open_share_of_a_stage_sum_to_one(LogCase log) => ForAllCells(log.WithoutDeletions(), s =>
    {
        for (int stage = 0; stage < s.Definition.WonIndex; stage++)
        {
            ConversionRate step = s.With(CountingRule.Reached).Conversion(stage, stage + 1);
            Assert.Equal(s.Reached(stage), step.Converted + s.ChurnRate(stage).Lost + s.OpenAtFurthest(stage));
            Assert.Equal(step.Entered, s.ChurnRate(stage).Reached);
        }
    });

    [Property]
    public void The_three_classic_rates_multiply_to_the_overall_rate(LogCase log)
    {
        if (log.Definition.WonIndex < 3)
            return;
        ForAllCells(log, s =>
        {
            StageSnapshot reached = s.With(CountingRule.Reached);
            double? product = reached.LeadConversionRate.Value * reached.OpportunityConversionRate.Value * reached.SalesConversionRate.Value;
            if (product is { } value)
                Assert.Equal(reached.OverallConversionRate.Value!.Value, value, 1e-14);
        });
    }

    [Property]
    public void All_rules_are_counted_whatever_rule_was_asked_for(LogCase log)
    {
        foreach (CountingRule rule in Enum.GetValues<CountingRule>())
        {
            StageSnapshot asked = Engine.Track(log with { Rule = rule }).Snapshot(log.End);
            StageSnapshot read = Engine.Track(log).Snapshot(log.End).With(rule);
            Assert.Equal(rule, read.Rule);
            for (int stage = 0; stage < log.Definition.Stages.Count; stage++)
                Assert.Equal(asked.Count(stage), read.Count(stage));
            Engine.AssertNone(SnapshotFigures.Differences(asked, read));
        }
    }

    [Property]
    public void Rolling_up_is_counting_by_the_coarser_calendar(LogCase log)
    {
        string zone = log.Calendar?.ZoneId is { } id && TestFunnels.Zones.Contains(id) ? id : "UTC";
        StageSnapshot By(CohortUnit unit) => Engine.Log(log).AsOf(log.End).Count(Engine.LogOptions(log with { Calendar = TestFunnels.Calendar(unit, zone) }));
        StageSnapshot days = By(CohortUnit.Day);
        StageSnapshot months = By(CohortUnit.Month);
        StageSnapshot quarters = months.RollUp(TestFunnels.Calendar(CohortUnit.Quarter, zone));

        Engine.AssertNone(SnapshotFigures.Differences(By(CohortUnit.Week), days.RollUp(TestFunnels.Calendar(CohortUnit.Week, zone))));
        Engine.AssertNone(SnapshotFigures.Differences(months, days.RollUp(TestFunnels.Calendar(CohortUnit.Month, zone))));
        Engine.AssertNone(SnapshotFigures.Differences(By(CohortUnit.Quarter), quarters));
        Engine.AssertNone(SnapshotFigures.Differences(By(CohortUnit.Year), quarters.RollUp(TestFunnels.Calendar(CohortUnit.Year, zone))));
    }

    private static long Sum(StageSnapshot s, Func<int, long> figure) => Enumerable.Range(0, s.Definition.WonIndex).Sum(figure);

    private static StageSnapshot[] Both(LogCase log) => [Engine.Track(log).Snapshot(log.End), Engine.Log(log).AsOf(log.AsOfTimes[0]).Count(Engine.LogOptions(log))];

    private static void ForAllCells(LogCase log, Action<StageSnapshot> check)
    {
        foreach (StageSnapshot snapshot in Both(log))
            Assert.All(SnapshotFigures.Cells(snapshot).Values, check);
    }

    private static void AssertSum(StageSnapshot whole, IEnumerable<StageSnapshot> parts)
    {
        var sum = new Figures();
        foreach (StageSnapshot part in parts)
            sum.Add(SnapshotFigures.Of(part));
        Assert.Empty(SnapshotFigures.Of(whole).DifferencesTo(sum, "sum of parts"));
    }
}
