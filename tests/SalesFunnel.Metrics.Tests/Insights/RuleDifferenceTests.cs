using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>Why rules differ on the golden example, in words.</summary>
public class RuleDifferenceTests
{
    private static readonly DealLog Log = Build();

    [Fact]
    public void Reached_implies_what_touched_does_not() => Assert.Equal(
        ["Counting: 1 skipped I (0 -1 0 0): 2", "Counting: 1 entered at D (-1 -1 0 0): 3"],
        Explain(FunnelRules.Reached, FunnelRules.Touched));

    [Fact]
    public void Strict_order_leaves_out_those_who_skipped_or_came_back() => Assert.Equal(
        ["Counting: 1 skipped I (0 0 -1 -1): 2", "Counting: 1 entered at D (0 0 -1 -1): 3"],
        Explain(FunnelRules.Touched, FunnelRules.Strict));

    [Fact]
    public void Visits_count_who_came_back_and_was_won_before() => Assert.Equal(
        ["Counting: 1 came back to I (0 1 0 0): 6", "Counting: 1 came back to D; was won once but is not won now (0 0 1 1): 9"],
        Explain(FunnelRules.Touched, FunnelRules.VisitRows));

    [Fact]
    public void A_population_leaves_out_open_deals() => Assert.Equal(
        ["Population: 3 is still open (-3 -2 -1 0): 7 8 10"],
        Explain(FunnelRules.Reached, FunnelRules.ClosedOnly));

    [Fact]
    public void Several_clauses_change_one_after_the_other() => Assert.Equal(
        [
            "Population: 4 is lost now (-4 -3 -2 0): 4 5 6 9",
            "Counting: 1 skipped I (0 -1 0 0): 2",
            "Counting: 1 entered at D (-1 -1 0 0): 3",
        ],
        Explain(FunnelRules.Reached, FunnelRules.NotLostNow));

    [Fact]
    public void Where_deals_stand_now_differs_by_where_that_is() => Assert.Equal(
        [
            "Counting: 4 is lost now (-4 -3 -2 0): 4 5 6 9",
            "Counting: 3 is won now (-3 -3 -3 0): 1 2 3",
            "Counting: 1 stands in I now (-1 0 0 0): 7",
            "Counting: 1 stands in D now (-1 -1 0 0): 8",
        ],
        Explain(FunnelRules.Reached, FunnelRules.CurrentState));

    [Fact]
    public void A_rate_differs_without_the_counts_where_nobody_moved_straight()
    {
        var builder = new DealLogBuilder(GoldenExample.Definition);
        foreach ((int stage, int day) in new[] { (0, 0), (2, 1), (1, 2) })
            builder.Add(DealEvent.Enter(1, GoldenExample.AsOf.AddDays(day - 10), stage));
        RuleDifference difference = builder.Build().ExplainDifference(FunnelRules.OpenFunnel, FunnelRules.AdjacentMoves);
        RuleDifferenceGroup group = difference.Steps.Single().Groups.Single();
        Assert.Equal("never moved straight from A to I and I to D", group.Reason);
        Assert.Equal([0L, 0, 0, 0], group.CountEffects);
        Assert.Equal([-1L, -1, 0], group.ConvertedEffects);
    }

    [Fact]
    public void A_period_names_the_date_that_leaves_deals_out()
    {
        var day4 = new DateTimeOffset(2026, 7, 4, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(["Period: 3 was created outside the period (-3 -3 -3 -3): 1 2 3"], Explain(FunnelRules.Reached, FunnelRules.Reached with { Name = "Since", From = day4 }));
        Assert.Equal(
            ["Period: 3 was closed outside the period (-3 -3 -3 -3): 1 2 3", "Period: 3 is not closed, so in no period of closing (-3 -2 -1 0): 7 8 10"],
            Explain(FunnelRules.Reached, FunnelRules.Reached with { Name = "Closed since", Anchor = PeriodAnchor.Closed, From = new DateTimeOffset(2026, 7, 4, 12, 0, 0, TimeSpan.Zero) }));
    }

    [Fact]
    public void Another_unit_names_deals_opened_again_and_customers()
    {
        Assert.Equal(["Unit: 1 was re-opened: another attempt (1 1 1 1): 9"], Explain(FunnelRules.Reached, FunnelRules.Reached with { Name = "Attempts", Unit = CountingUnit.Attempt }));
        DateTimeOffset day = GoldenExample.AsOf.AddDays(-10);
        var builder = new DealLogBuilder(GoldenExample.Definition);
        foreach (long deal in new[] { 1, 2 })
            builder.Add(DealEvent.Customer(deal, day, 7));
        builder.Add(DealEvent.Enter(1, day, 0));
        builder.Add(DealEvent.Enter(2, day, 1));
        RuleDifference difference = builder.Build().ExplainDifference(FunnelRules.Reached, FunnelRules.Reached with { Name = "Customers", Unit = CountingUnit.Customer });
        Assert.Equal([1L, 1, 0, 0], difference.B.Counts);
        Assert.Equal("has a customer who counts by another deal", difference.Steps.Single().Groups.Single().Reason);
    }

    [Fact]
    public void Rules_that_differ_by_name_only_have_no_steps() => Assert.Empty(Log.ExplainDifference(FunnelRules.Reached, FunnelRules.LikeCloseCreatedCohort).Steps);

    [Fact]
    public void Counting_changes_first_where_the_way_would_lead_over_a_rule_that_nothing_can_count() => Assert.Equal(
        [RuleClause.Counting, RuleClause.Period],
        Log.ExplainDifference(FunnelRules.CurrentState, FunnelRules.LikeHubSpotAnyStages).Steps.Select(static s => s.Clause));

    [Fact]
    public void More_groups_than_asked_for_are_taken_together()
    {
        RuleDifferenceStep step = Log.ExplainDifference(FunnelRules.Reached, FunnelRules.CurrentState, maxGroups: 2, maxSamples: 3).Steps.Single();
        Assert.Equal([("is lost now", 4L), ("3 further combinations of reasons", 5L)], step.Groups.Select(static g => (g.Reason, g.Deals)));
        Assert.Equal([4L, 5, 6], step.Groups[0].Samples);
        Assert.Equal(-9, step.CountEffect(0));
    }

    private static IEnumerable<string> Explain(FunnelRule a, FunnelRule b) =>
        from step in Log.ExplainDifference(a, b).Steps
        from g in step.Groups
        select $"{step.Clause}: {g.Deals} {g.Reason} ({string.Join(' ', g.CountEffects)}): {string.Join(' ', g.Samples)}";

    private static DealLog Build()
    {
        var builder = new DealLogBuilder(GoldenExample.Definition);
        foreach (DealEvent e in GoldenExample.Events)
            builder.Add(e);
        return builder.Build().AsOf(GoldenExample.AsOf);
    }
}
