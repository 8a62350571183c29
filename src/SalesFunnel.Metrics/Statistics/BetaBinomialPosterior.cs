namespace SalesFunnel.Metrics.Statistics;

/// <summary>What is known of a rate after k of n, starting from a beta prior: Beta(α + k, β + n − k).</summary>
/// <param name="Alpha">First shape, prior included.</param>
/// <param name="Beta">Second shape, prior included.</param>
public readonly record struct BetaBinomialPosterior(double Alpha, double Beta)
{
    /// <summary>Gets the mean α/(α + β).</summary>
    public double Mean => Alpha / (Alpha + Beta);

    /// <summary>Gets the variance αβ/((α + β)²(α + β + 1)).</summary>
    public double Variance => Alpha / (Alpha + Beta) * (Beta / (Alpha + Beta)) / (Alpha + Beta + 1);

    /// <summary>The posterior of k of n.</summary>
    /// <param name="successes">k, 0 ≤ k ≤ n.</param>
    /// <param name="trials">n.</param>
    /// <param name="priorAlpha">Prior successes; ½ is Jeffreys'.</param>
    /// <param name="priorBeta">Prior failures; ½ is Jeffreys'.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static BetaBinomialPosterior Of(long successes, long trials, double priorAlpha = 0.5, double priorBeta = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(priorAlpha > 0) || !(priorBeta > 0))
            throw new ArgumentOutOfRangeException(nameof(priorAlpha), "The shapes of a prior are positive.");
        return new BetaBinomialPosterior(successes + priorAlpha, trials - successes + priorBeta);
    }

    /// <summary>A quantile of the rate.</summary>
    /// <param name="probability">In [0, 1].</param>
    public double Quantile(double probability) => probability <= 0.5
        ? BetaDistribution.Quantile(probability, Alpha, Beta)
        : BetaDistribution.UpperQuantile(1 - probability, Alpha, Beta);

    /// <summary>The probability that the rate is above a value.</summary>
    /// <param name="rate">In [0, 1].</param>
    public double ProbabilityAbove(double rate) => BetaDistribution.Sf(rate, Alpha, Beta);
}
