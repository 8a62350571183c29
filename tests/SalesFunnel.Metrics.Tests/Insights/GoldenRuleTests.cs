using System.Globalization;
using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>Ten deals, nine rules, nine answers.</summary>
public class GoldenRuleTests
{
    private static readonly DealLog Log = Build();

    [Theory]
    [InlineData("Reached", "10 8 6 3", "80 75 50", "30")]
    [InlineData("Open funnel", "9 7 6 3", "77.8 71.4 50", "–")]
    [InlineData("Touched", "9 6 6 3", "66.7 100 50", "33.3")]
    [InlineData("Strict", "9 6 4 1", "66.7 66.7 25", "11.1")]
    [InlineData("Adjacent moves", "9 6 6 4", "66.7 66.7 66.7", "–")]
    [InlineData("Visit rows", "9 7 7 4", "77.8 100 57.1", "44.4")]
    [InlineData("Rows of deals not lost now", "5 3 4 3", "60 133.3 75", "60")]
    [InlineData("Closed deals only", "7 6 5 3", "85.7 83.3 60", "42.9")]
    [InlineData("Current state", "1 1 1 3", "– – –", "–")]
    public void Each_rule_gives_its_row_of_the_table(string name, string counts, string steps, string overall)
    {
        RuleCounts rule = Log.CountBy(FunnelRules.All.Single(r => r.Name == name));
        Assert.Equal(counts, string.Join(' ', rule.Counts));
        Assert.Equal(steps, string.Join(' ', Enumerable.Range(0, 3).Select(i => Percent(rule.Rate(i, i + 1)))));
        Assert.Equal(overall, Percent(rule.Overall()));
        Assert.Equal(rule.IsNested, rule.Rate(0, 1).Low is not null);
    }

    [Fact]
    public void Churn_open_lost_from_and_win_rates_are_those_of_the_example()
    {
        StageSnapshot snapshot = Log.Count();
        Assert.Equal([(1L, 10L), (1, 8), (2, 6)], Enumerable.Range(0, 3).Select(i => (snapshot.ChurnRate(i).Lost, snapshot.ChurnRate(i).Reached)));
        Assert.Equal([1L, 1, 1], Enumerable.Range(0, 3).Select(snapshot.OpenAtFurthest));
        Assert.Equal([1L, 2, 1], Enumerable.Range(0, 3).Select(snapshot.LostFrom));
        Assert.Equal((3L, 7L, 4L), (snapshot.WinRate.Converted, snapshot.WinRate.Entered, snapshot.EverWon));
        Assert.Equal(4, Log.CountBy(FunnelRules.CurrentState).Lost);
    }

    [Fact]
    public void Attempts_count_a_reopened_deal_twice()
    {
        RuleCounts attempts = Log.CountBy(FunnelRules.Reached with { Name = "Attempts", Unit = CountingUnit.Attempt });
        Assert.Equal((11L, 4L), (attempts.Taken, attempts.Lost));
        Assert.Equal([11L, 9, 7, 4], attempts.Counts);
    }

    [Fact]
    public void A_period_of_entries_counts_what_happened_in_it_and_has_no_interval()
    {
        // Deal n starts on the n-th of July and takes a step a day: up to the 3rd, stages I of deals 1 and 2 (2nd, implied on the 3rd), D of deals 1 (3rd), 2 (3rd), 3 (3rd).
        FunnelRule rule = FunnelRules.Reached with { Name = "July 1 to 3", Anchor = PeriodAnchor.EnteredStage, To = new DateTimeOffset(2026, 7, 4, 0, 0, 0, TimeSpan.Zero) };
        RuleCounts counts = Log.CountBy(rule);
        Assert.Equal([3L, 3, 3, 0], counts.Counts);
        Assert.Equal(("ratio", null), (counts.Rate(0, 1).Unit, counts.Rate(0, 1).Low));
    }

    [Fact]
    public void Choices_that_exclude_each_other_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => Log.CountBy(FunnelRules.VisitRows with { Unit = CountingUnit.Customer }));
        Assert.Throws<InvalidOperationException>(() => Log.CountBy(FunnelRules.CurrentState with { Anchor = PeriodAnchor.EnteredStage }));
        Assert.Throws<InvalidOperationException>(() => Log.CountBy(FunnelRules.Reached with { From = GoldenExample.AsOf, To = GoldenExample.AsOf }));
    }

    private static string Percent(MetricValue rate) => rate.Value is { } value ? (value * 100).ToString("0.#", CultureInfo.InvariantCulture) : "–";

    private static DealLog Build()
    {
        var builder = new DealLogBuilder(GoldenExample.Definition);
        foreach (DealEvent e in GoldenExample.Events)
            builder.Add(e);
        return builder.Build().AsOf(GoldenExample.AsOf);
    }
}
