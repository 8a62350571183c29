namespace SalesFunnel.Metrics.Statistics;

/// <summary>Rate of events per time when it does not depend on age: events ÷ exposure. Two numbers that merge by adding.</summary>
/// <param name="Events">Number of events.</param>
/// <param name="Exposure">Time of all units under observation, open ones included.</param>
public readonly record struct ExponentialRate(long Events, double Exposure)
{
    /// <summary>Gets the rate, or <c>null</c> without exposure.</summary>
    public double? Rate => Exposure > 0 ? Events / Exposure : null;

    /// <summary>Gets the mean time to an event, exposure ÷ events, or <c>null</c> without events.</summary>
    public double? MeanTime => Events > 0 ? Exposure / Events : null;

    /// <summary>Gets the median time to an event, ln 2 times the mean, or <c>null</c> without events.</summary>
    public double? MedianTime => MeanTime * Math.Log(2);

    /// <summary>The exact interval of the rate: gamma quantiles of shapes d and d + 1 over the exposure.</summary>
    /// <returns>The limits, or <c>null</c> without exposure.</returns>
    /// <param name="level">Confidence level.</param>
    public (double Low, double High)? Interval(double level = 0.95)
    {
        if (!(Exposure > 0))
            return null;
        double tail = (1 - level) / 2;
        double low = Events == 0 ? 0 : GammaDistribution.Quantile(tail, Events) / Exposure;
        return (low, GammaDistribution.Quantile(1 - tail, Events + 1.0) / Exposure);
    }
}
