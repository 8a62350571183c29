using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Statistics;

public class PosteriorComparisonTests
{
    [Property]
    public bool With_integer_shapes_the_quadrature_is_the_finite_sum(PositiveInt a, PositiveInt b, PositiveInt c, PositiveInt d)
    {
        BetaBinomialPosterior first = new(a.Get, b.Get);
        BetaBinomialPosterior second = new(c.Get, d.Get);
        double sum = FiniteSum(a.Get, b.Get, c.Get, d.Get);
        return Math.Abs(first.ProbabilityAbove(second) - sum) <= 1e-10 * sum;
    }

    [Property]
    public bool One_of_two_is_above_the_other(PositiveInt a, PositiveInt b, PositiveInt c, PositiveInt d)
    {
        BetaBinomialPosterior first = new(a.Get / 2.0, b.Get / 3.0);
        BetaBinomialPosterior second = new(c.Get / 5.0, d.Get / 2.0);
        return Math.Abs(first.ProbabilityAbove(second) + second.ProbabilityAbove(first) - 1) <= 1e-10;
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.1, 7)]
    [InlineData(120_000, 3_000_000)]
    [InlineData(5e7, 5e7)]
    public void Equal_posteriors_stand_evenly(double alpha, double beta) =>
        Assert.Equal(0.5, new BetaBinomialPosterior(alpha, beta).ProbabilityAbove(new BetaBinomialPosterior(alpha, beta)), 1e-10);

    [Fact]
    public void A_probability_far_out_keeps_its_digits()
    {
        double sum = FiniteSum(10, 990, 300, 700);
        Assert.InRange(sum, 1e-90, 1e-60);
        Assert.Equal(1, new BetaBinomialPosterior(10, 990).ProbabilityAbove(new BetaBinomialPosterior(300, 700)) / sum, 1e-10);
        Assert.Equal(1, new BetaBinomialPosterior(300, 700).ProbabilityAbove(new BetaBinomialPosterior(10, 990)), 1e-10);
        Assert.InRange(new BetaBinomialPosterior(10, 9_990).ProbabilityAbove(new BetaBinomialPosterior(9_990, 10)), 0, 1e-300);
    }

    [Fact]
    public void A_segment_is_compared_with_all_others_together()
    {
        IReadOnlyList<double> above = BetaBinomialPosterior.ProbabilitiesAboveRest([30, 10, 20], [100, 100, 100]);
        Assert.Equal(new BetaBinomialPosterior(30.5, 70.5).ProbabilityAbove(new BetaBinomialPosterior(30.5, 170.5)), above[0]);
        Assert.Equal(0.5, above[2], 0.02);
        Assert.InRange(above[1], 0, 0.01);
        Assert.Throws<ArgumentException>(() => BetaBinomialPosterior.ProbabilitiesAboveRest([1], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaBinomialPosterior.ProbabilitiesAboveRest([3], [2]));
    }

    [Fact]
    public void Shapes_that_are_no_posterior_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => default(BetaBinomialPosterior).ProbabilityAbove(new BetaBinomialPosterior(1, 1)));

    // P(first > second) = Σ_{i < a} B(c + i, b + d) / ((b + i) B(1 + i, b) B(c, d)), by the ratio of neighbouring terms.
    private static double FiniteSum(int a, int b, int c, int d)
    {
        double LogBeta(double p, double q) => SpecialFunctions.LogGamma(p) + SpecialFunctions.LogGamma(q) - SpecialFunctions.LogGamma(p + q);
        double term = Math.Exp(LogBeta(c, b + d) - Math.Log(b) - LogBeta(1, b) - LogBeta(c, d));
        double sum = 0;
        for (int i = 0; i < a; i++)
        {
            sum += term;
            term *= (c + i) / (double)(b + c + d + i) * (b + i) / (i + 1);
        }

        return sum;
    }
}
