using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Tests.Insights;

public class RuleNameTests
{
    [Fact]
    public void Each_rule_has_its_id()
    {
        Assert.Equal(FunnelRules.All.Count, FunnelRules.Ids.Distinct().Count());
        Assert.Equal(FunnelRules.All, FunnelRules.Ids.Select(static id => FunnelRules.TryGet(id.ToUpperInvariant(), out FunnelRule? rule) ? rule : null));
        Assert.False(FunnelRules.TryGet("reach", out _));
    }

    [Theory]
    [InlineData("reached", "Reached")]
    [InlineData("hubspot-all-stages", "Like HubSpot, all stages")]
    [InlineData("bitrix24-with-conversion", "Like Bitrix24, with conversion")]
    [InlineData("Close-Active-Stage", "Like Close, active stage")]
    [InlineData("not-lost-now", "Rows of deals not lost now")]
    public void An_id_finds_the_rule_of_the_name(string id, string name)
    {
        Assert.True(FunnelRules.TryGet(id, out FunnelRule? rule));
        Assert.Equal(name, rule.Name);
    }

    [Fact]
    public void Rules_that_count_differently_mean_different_things() => Assert.Equal(
        FunnelRules.All.Select(static r => r.MethodId).Distinct().Count(), FunnelRules.All.Select(static r => r.Meaning).Distinct().Count());
}
