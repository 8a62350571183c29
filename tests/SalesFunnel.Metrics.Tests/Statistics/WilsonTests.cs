using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Statistics;

public class WilsonTests
{
    [Fact]
    public void Nothing_entered_has_no_interval() => Assert.Null(Wilson.Interval(0, 0, 0.95));

    [Property]
    public void An_interval_lies_in_zero_to_one_and_holds_the_rate(PositiveInt part, NonNegativeInt rest, byte level)
    {
        (long k, long n) = (part.Get - 1, (long)part.Get - 1 + rest.Get + 1);
        ProportionInterval interval = Wilson.Interval(k, n, (level + 0.5) / 256)!.Value;
        double rate = (double)k / n;

        Assert.True(interval.Low >= 0 && interval.High <= 1 && interval.Low <= rate + 1e-15 && rate <= interval.High + 1e-15, $"{rate} is not in [{interval.Low}, {interval.High}]");
    }

    [Property]
    public void Failures_have_the_mirrored_interval(NonNegativeInt successes, PositiveInt failures)
    {
        ProportionInterval won = Wilson.Interval(successes.Get, (long)successes.Get + failures.Get, 0.9)!.Value;
        ProportionInterval lost = Wilson.Interval(failures.Get, (long)successes.Get + failures.Get, 0.9)!.Value;

        Assert.Equal(1 - won.Low, lost.High, 1e-12);
        Assert.Equal(1 - won.High, lost.Low, 1e-12);
    }

    [Theory]
    [InlineData(-1, 5, 0.95)]
    [InlineData(6, 5, 0.95)]
    [InlineData(1, 5, 0.0)]
    [InlineData(1, 5, 1.0)]
    [InlineData(1, 5, double.NaN)]
    public void Impossible_arguments_are_refused(long k, long n, double level) => Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.Interval(k, n, level));
}
