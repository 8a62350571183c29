using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>Two sets of deals side by side.</summary>
public class FunnelChangeTests
{
    [Property]
    public void The_parts_of_two_cohorts_add_up_to_the_change_of_revenue_and_wins(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        StageSnapshot[] parts = [.. engine.Count(Engine.LogOptions(log)).Cohorts.Select(static c => c.Snapshot), engine.AsOf(log.AsOfTimes[0]).Count()];
        foreach (StageSnapshot before in parts)
        {
            foreach (StageSnapshot after in parts)
            {
                foreach (DecompositionMethod method in Enum.GetValues<DecompositionMethod>())
                {
                    var change = FunnelChange.Between(before, after, method);
                    if (change.Revenue.Reason is null)
                        Assert.Equal(after.WonAmount - before.WonAmount, change.Revenue.Parts.Sum(static p => p.Contribution));
                    if (change.Wins.Reason is null)
                        Assert.Equal(after.Won - before.Won, change.Wins.Parts.Sum(static p => p.Contribution));
                    Assert.Equal(log.Definition.WonIndex + 2, change.Revenue.Reason is null ? change.Revenue.Parts.Count : log.Definition.WonIndex + 2);
                }
            }
        }
    }

    [Property]
    public void Mix_and_rate_add_up_to_the_change_of_the_overall_conversion(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        StageSnapshot before = engine.AsOf(log.AsOfTimes[0]).Count();
        StageSnapshot after = engine.Count();
        if (FunnelChange.Between(before, before).MixAndRate(log.Definition.Dimensions[0], static v => $"{v}") is { } none)
            Assert.Equal((0.0, 0.0), (none.Mix, none.Rate));
        MixRateDecomposition? change = FunnelChange.Between(before, after).MixAndRate(log.Definition.Dimensions[0], static v => $"{v}");
        Assert.Equal(before.Leads > 0 && after.Leads > 0, change is not null);
        if (change is not null)
            Assert.Equal(((double)after.Won / after.Leads) - ((double)before.Won / before.Leads), change.Mix + change.Rate, 12);
    }

    [Fact]
    public void A_step_that_changed_beyond_chance_is_told_from_one_that_did_not()
    {
        FunnelChange change = FunnelChange.Between(Snapshot(leads: 1000, talks: 500, wins: 100), Snapshot(leads: 1000, talks: 400, wins: 80));
        Assert.Equal(["Lead → Talk", "Talk → Won"], change.Steps.Select(static s => s.Name));
        Assert.True(change.Steps[0].PValue < 0.001);
        Assert.Equal(1, change.Steps[1].PValue);
        Assert.Equal(-0.1, change.Steps[0].Difference!.Value.Estimate, 12);
        Assert.Equal([0m, -20m, 0m], change.Wins.Rounded(0).Select(static p => p.Contribution));
    }

    private static StageSnapshot Snapshot(int leads, int talks, int wins)
    {
        FunnelDefinition funnel = FunnelDefinition.Create("Two steps").Stage("Lead").Stage("Talk").Won("Won");
        var builder = new DealLogBuilder(funnel);
        DateTimeOffset at = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (int deal = 0; deal < leads; deal++)
        {
            builder.Add(DealEvent.Enter(deal, at, 0));
            if (deal < talks)
                builder.Add(DealEvent.Enter(deal, at.AddDays(1), 1));
            if (deal < wins)
                builder.Add(DealEvent.Won(deal, at.AddDays(2), amount: 10));
        }

        return builder.Build().Count();
    }
}
