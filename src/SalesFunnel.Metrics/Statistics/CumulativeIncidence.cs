namespace SalesFunnel.Metrics.Statistics;

/// <summary>The estimated share that has ended by one cause up to a time.</summary>
/// <param name="Estimate">The share, in [0, 1].</param>
/// <param name="StandardError">Its standard error by the delta method.</param>
public readonly record struct CumulativeIncidence(double Estimate, double StandardError)
{
    /// <summary>The interval on the log(−log F) scale: F^exp(±z·se / (F ln F)). It stays within 0 and 1.</summary>
    /// <remarks>The transform that Kalbfleisch and Prentice use for survival, applied to F itself as SAS and Stata do; R's cmprsk gives no interval and R's
    /// survival offers it for S only.</remarks>
    /// <returns>The interval, or <c>null</c> while the share is 0, or once it is 1.</returns>
    /// <param name="level">Confidence level, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not strictly between 0 and 1.</exception>
    public ProportionInterval? Interval(double level = 0.95)
    {
        double z = NormalDistribution.TwoSidedQuantile(level);
        if (Estimate is <= 0 or >= 1)
            return null;
        double width = z * StandardError / (Estimate * Math.Log(Estimate)); // negative
        return new ProportionInterval(Math.Pow(Estimate, Math.Exp(-width)), Math.Pow(Estimate, Math.Exp(width)), level);
    }
}
