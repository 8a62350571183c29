using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Statistics;

public class NormalDistributionTests
{
    [Theory] // values of R's qnorm, to 16 digits
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.995, 2.5758293035489008)]
    [InlineData(0.9, 1.2815515655446004)]
    [InlineData(0.05, -1.6448536269514729)]
    [InlineData(1e-10, -6.3613409024040557)]
    public void Quantiles_agree_with_R(double probability, double expected) => Assert.Equal(expected, NormalDistribution.Quantile(probability), 1e-14);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Probabilities_outside_the_open_interval_are_refused(double probability)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(probability));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.TwoSidedQuantile(probability));
    }

    [Property]
    public void Quantiles_increase_and_are_symmetric(ushort a, ushort b)
    {
        double P(ushort x) => (x + 0.5) / 65_536;
        Assert.Equal(NormalDistribution.Quantile(P(a)), -NormalDistribution.Quantile(1 - P(a)), 1e-11);
        Assert.Equal(Math.Sign(a.CompareTo(b)), NormalDistribution.Quantile(P(a)).CompareTo(NormalDistribution.Quantile(P(b))));
    }
}
