using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Log;

/// <summary>Time in a stage with those that still sit in it.</summary>
public class VisitSurvivalTests
{
    private static readonly FunnelDefinition Funnel = FunnelDefinition.Create("Small").Stage("A").Stage("B").Won("W");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Open_visits_raise_the_median_and_leave_the_plain_one_alone()
    {
        // Three visits of A end after 1, 2 and 3 days; four have been open for 10.
        VisitDurations visits = LogOf(ended: [1, 2, 3], open: 4, days: 10).VisitDurations();
        Assert.Equal((3, 4), (visits.Count(0), visits.StillOpen(0)));
        Assert.Equal(2 * 86_400m, visits.MedianSeconds(0));
        Assert.Null(visits.CensoredMedianSeconds(0)); // 4 of 7 stay: the median is not reached
        Assert.Equal([6 / 7.0, 5 / 7.0, 4 / 7.0, 4 / 7.0], visits.Survival(0).Steps.Select(s => Math.Round(s.Survival, 12)).ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Without_open_visits_the_curve_is_that_of_the_ended_ones()
    {
        VisitDurations visits = LogOf(ended: [1, 2, 3, 4], open: 0, days: 10).VisitDurations();
        Assert.Equal(2 * 86_400.0, visits.CensoredMedianSeconds(0));
        Assert.Equal(0, visits.StillOpen(0));
    }

    [Fact]
    public void A_visit_is_open_only_as_long_as_the_log_knows_no_end()
    {
        DealLog log = LogOf(ended: [5], open: 0, days: 10);
        Assert.Equal((0, 1), (log.AsOf(Start.AddDays(3)).VisitDurations().Count(0), log.AsOf(Start.AddDays(3)).VisitDurations().StillOpen(0)));
        SurvivalStep step = Assert.Single(log.AsOf(Start.AddDays(3)).VisitDurations().Survival(0).Steps);
        Assert.Equal((3 * 86_400.0, 0, 1), (step.Time, step.Events, step.Censored));
    }

    private static DealLog LogOf(int[] ended, int open, int days)
    {
        var builder = new DealLogBuilder(Funnel);
        int deal = 0;
        foreach (int after in ended)
        {
            builder.Add(DealEvent.Enter(++deal, Start, 0));
            builder.Add(DealEvent.Lost(deal, Start.AddDays(after)));
        }

        for (int i = 0; i < open; i++)
            builder.Add(DealEvent.Enter(++deal, Start, 0));
        builder.Add(DealEvent.Enter(++deal, Start.AddDays(days), 1));
        return builder.Build();
    }
}
