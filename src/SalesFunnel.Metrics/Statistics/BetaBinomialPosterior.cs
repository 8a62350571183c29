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

    /// <summary>The probability that this rate is above another one that is independent of it.</summary>
    /// <remarks>∫ f(x) F(x) dx of the density of this and the distribution function of the other, on the scale of ln(x / (1 − x)), where the product is log-concave and analytic, so that
    /// the trapezoidal rule converges exponentially. Relative error below 1e-10, also of probabilities as small as 1e-200, for shapes from 0.1 to 10⁸; for integer shapes it equals the finite sum of
    /// E. Miller, Formulas for Bayesian A/B testing (2015).</remarks>
    /// <param name="other">The other rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A shape is not positive and finite.</exception>
    public double ProbabilityAbove(BetaBinomialPosterior other) => PosteriorComparison.ProbabilityAbove(this, other);

    /// <summary>For each of several segments, the probability that its rate is above that of all others taken together.</summary>
    /// <remarks>Segments that are compared at once need no correction of such a probability, but the largest of many still flatters: shrink first (<see cref="SegmentShrinkage"/>)
    /// when there are more than a few.</remarks>
    /// <returns>One probability for each segment.</returns>
    /// <param name="successes">k of each segment.</param>
    /// <param name="trials">n of each segment.</param>
    /// <param name="priorAlpha">Prior successes; ½ is Jeffreys'.</param>
    /// <param name="priorBeta">Prior failures; ½ is Jeffreys'.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static IReadOnlyList<double> ProbabilitiesAboveRest(ReadOnlySpan<long> successes, ReadOnlySpan<long> trials, double priorAlpha = 0.5, double priorBeta = 0.5)
    {
        if (successes.Length != trials.Length)
            throw new ArgumentException($"Columns must have equal length: successes has {successes.Length}, trials {trials.Length}.", nameof(trials));
        long allSuccesses = SortedTimes.Total(successes, nameof(successes));
        long allTrials = SortedTimes.Total(trials, nameof(trials));
        var probabilities = new double[successes.Length];
        for (int i = 0; i < probabilities.Length; i++)
        {
            BetaBinomialPosterior segment = Of(successes[i], trials[i], priorAlpha, priorBeta);
            probabilities[i] = segment.ProbabilityAbove(Of(allSuccesses - successes[i], allTrials - trials[i], priorAlpha, priorBeta));
        }

        return probabilities;
    }
}
