using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>What stands in a list of deals, and what is refused.</summary>
public class DealDrillTests
{
    private static readonly DateTimeOffset Day1 = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly DealLog Log = DealLog.From(
        FunnelDefinition.Classic,
        [("b", 1, "Awareness", 10m), ("b", 2, "Interest", 20m), ("a", 1, "Awareness", null), ("a", 4, "Lost", null), ("c", 2, "Awareness", 5m), ("c", 3, "Purchase", (decimal?)7m)],
        static r => r.Item1,
        static r => Day1.AddDays(r.Item2 - 1),
        static r => r.Item3,
        static r => r.Item4);

    [Fact]
    public void A_deal_comes_with_its_outer_id_stage_outcome_amount_and_times() => Assert.Equal(
        [
            new DealItem(0, "b", 1, 1, null, 20, Day1, Day1.AddDays(1)),
            new DealItem(1, "a", 1, 0, DealEventKind.Lost, null, Day1, Day1.AddDays(3)),
            new DealItem(2, "c", 1, 0, DealEventKind.Won, 7, Day1.AddDays(1), Day1.AddDays(2)),
        ],
        Log.DealsOf(DealSelection.Leads).Items);

    [Fact]
    public void A_stage_lists_those_that_count_there_by_the_rule()
    {
        Assert.Equal(["b", "c"], Log.DealsAt(FunnelRules.Reached, 1).Items.Select(static i => i.OuterId));
        Assert.Equal(["b"], Log.DealsAt(FunnelRules.Touched, 1).Items.Select(static i => i.OuterId));
        Assert.Equal(["a"], Log.AsOf(Day1.AddDays(3)).DealsOf(DealSelection.LostFrom(0)).Items.Select(static i => i.OuterId));
        Assert.Empty(Log.AsOf(Day1.AddDays(2)).DealsOf(DealSelection.LostFrom(0)).Items);
    }

    [Fact]
    public void A_part_says_how_many_there_are_and_whether_more_follow()
    {
        DealPage page = Log.DealsOf(DealSelection.Leads, skip: 1, take: 1);
        Assert.Equal((3L, 3L, 1L, true), (page.Count, page.Deals, page.Skipped, page.HasMore));
        Assert.Equal((3L, 0, false), (Log.DealsOf(DealSelection.Leads, skip: 9).Skipped, Log.DealsOf(DealSelection.Leads, skip: 9).Items.Count, Log.DealsOf(DealSelection.Leads, skip: 9).HasMore));
    }

    [Fact]
    public void Stages_that_do_not_exist_and_impossible_pages_are_refused()
    {
        Assert.Contains("open stages 0 to 2", Assert.Throws<InvalidOperationException>(static () => Log.DealsOf(DealSelection.LostFrom(3))).Message, StringComparison.Ordinal);
        Assert.Contains("stages 0 to 3", Assert.Throws<InvalidOperationException>(static () => Log.DealsOf(DealSelection.At(4))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(static () => Log.DealsOf(DealSelection.Leads, skip: -1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Log.DealsOf(DealSelection.Leads, take: DealLogDrill.MaxTake + 1));
    }
}
