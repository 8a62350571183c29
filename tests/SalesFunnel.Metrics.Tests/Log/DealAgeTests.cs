using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Log;

/// <summary>Wins by age, with open deals.</summary>
public class DealAgeTests
{
    private static readonly FunnelDefinition Funnel = FunnelDefinition.Create("Small").Stage("A").Stage("B").Won("W");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Open_deals_count_as_open_at_their_age_and_closed_ones_at_that_of_their_outcome()
    {
        var builder = new DealLogBuilder(Funnel);
        builder.Add(DealEvent.Enter(1, Start, 0));
        builder.Add(DealEvent.Won(1, Start.AddDays(10)));
        builder.Add(DealEvent.Enter(2, Start.AddDays(5), 0));
        builder.Add(DealEvent.Lost(2, Start.AddDays(9)));
        builder.Add(DealEvent.Enter(3, Start.AddDays(14), 0)); // open for 6 days
        builder.Add(DealEvent.Enter(4, null, 0)); // no date at all
        builder.Add(DealEvent.Enter(5, Start, 0));
        builder.Add(DealEvent.Deleted(5, Start.AddDays(1)));
        AalenJohansen incidence = builder.Build().AsOf(Start.AddDays(20)).Incidence(out long ageless);

        Assert.Equal(1, ageless);
        Assert.Equal([4.0, 6.0, 10.0], incidence.Steps.Select(s => s.Time));
        // 1 of 3 lost at age 4; one open until 6; the last one won at 10: 2/3 · 1/1.
        Assert.Equal((2 / 3.0, 1 / 3.0), (Math.Round(incidence.At(10).Won, 12), Math.Round(incidence.At(10).Lost, 12)), Tolerance);
    }

    [Fact]
    public void A_reopened_deal_counts_by_its_last_outcome_and_its_first_entry()
    {
        var builder = new DealLogBuilder(Funnel);
        builder.Add(DealEvent.Enter(1, Start, 0));
        builder.Add(DealEvent.Lost(1, Start.AddDays(2)));
        builder.Add(DealEvent.Enter(1, Start.AddDays(3), 1));
        builder.Add(DealEvent.Won(1, Start.AddDays(8)));
        CumulativeIncidenceStep step = Assert.Single(builder.Build().Incidence(out _).Steps);
        Assert.Equal((8.0, 1.0, 0.0), (step.Time, step.Won, step.Lost));
    }

    private static bool Tolerance((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9;
}
