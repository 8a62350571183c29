using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>Behind every count stands a list of as many deals.</summary>
public class DealDrillProperties
{
    [Property]
    public void Every_count_of_a_snapshot_is_the_length_of_its_list(LogCase log)
    {
        foreach (DateTimeOffset asOf in log.AsOfTimes)
        {
            DealLog engine = Engine.Log(log).AsOf(asOf);
            StageSnapshot snapshot = engine.Count();
            long Count(DealSelection selection)
            {
                DealPage page = engine.DealsOf(selection, take: 10_000);
                Assert.Equal((page.Count, page.Deals), (page.Items.Sum(static i => i.Count), page.Items.Count));
                Assert.Equal(page.Items.Count, page.Items.Select(static i => i.Entity).Distinct().Count());
                return page.Deals;
            }

            Assert.Equal(
                (snapshot.Leads, snapshot.Open, snapshot.Lost, snapshot.Won),
                (Count(DealSelection.Leads), Count(DealSelection.Open), Count(DealSelection.Lost), Count(DealSelection.Won)));
            Assert.Equal(
                (snapshot.PricedWonDeals, snapshot.EverWon, snapshot.ReopenedDeals),
                (Count(DealSelection.PricedWon), Count(DealSelection.EverWon), Count(DealSelection.Reopened)));
            for (int stage = 0; stage < log.Definition.WonIndex; stage++)
            {
                Assert.Equal(
                    (snapshot.Reached(stage), snapshot.LostAtFurthest(stage), snapshot.OpenAtFurthest(stage), snapshot.LostFrom(stage), snapshot.InStageNow(stage), snapshot.RegressedDeals(stage)),
                    (Count(DealSelection.At(stage)), Count(DealSelection.LostAtFurthest(stage)), Count(DealSelection.OpenAtFurthest(stage)), Count(DealSelection.LostFrom(stage)),
                        Count(DealSelection.InStageNow(stage)), Count(DealSelection.RegressedFrom(stage))));
            }
        }
    }

    [Property]
    public void Every_count_of_a_rule_is_what_its_list_counts(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        foreach (FunnelRule rule in RuleDifferenceProperties.Rules(log))
            Assert.Equal(engine.CountBy(rule).Counts, Enumerable.Range(0, log.Definition.Stages.Count).Select(stage => engine.DealsAt(rule, stage, take: 10_000) is var page && page.Items.Sum(static i => i.Count) == page.Count ? page.Count : -1));
    }

    [Property]
    public void Pages_put_together_are_the_whole_list(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        DealItem[] whole = [.. engine.DealsOf(DealSelection.Leads, take: 10_000).Items];
        var together = new List<DealItem>();
        for (DealPage? page = null; page is null || page.HasMore; together.AddRange(page.Items))
        {
            page = engine.DealsOf(DealSelection.Leads, together.Count, take: 3);
            Assert.Equal((whole.Length, together.Count), (page.Deals, page.Skipped));
        }

        Assert.Equal(whole, together);
    }
}
