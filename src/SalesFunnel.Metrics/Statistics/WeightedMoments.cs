namespace SalesFunnel.Metrics.Statistics;

/// <summary>Mean and variance of weighted values, for example rates weighted by money.</summary>
/// <param name="Mean">Σ wx / Σ w.</param>
/// <param name="PopulationVariance">Σ w(x − mean)² / Σ w.</param>
/// <param name="EffectiveCount">Kish's effective number of values, (Σ w)² / Σ w².</param>
public readonly record struct WeightedMoments(double Mean, double PopulationVariance, double EffectiveCount)
{
    /// <summary>The moments of a weighted sample.</summary>
    /// <returns>The moments, or <c>null</c> when all weights are zero.</returns>
    /// <param name="values">Finite values.</param>
    /// <param name="weights">Weights, not negative.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a weight is negative or not finite.</exception>
    public static WeightedMoments? Of(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (values.Length != weights.Length)
            throw new ArgumentException($"Columns must have equal length: values has {values.Length}, weights {weights.Length}.", nameof(weights));
        (double total, double squares, double mean, double spread) = (0, 0, 0, 0);
        for (int i = 0; i < values.Length; i++)
        {
            double weight = weights[i];
            if (!(weight >= 0) || double.IsInfinity(weight))
                throw new ArgumentException("A weight is negative or not finite.", nameof(weights));
            if (weight == 0)
                continue;
            total += weight;
            squares += weight * weight;
            double delta = values[i] - mean;
            mean += delta * weight / total;
            spread += weight * delta * (values[i] - mean);
        }

        return total > 0 ? new WeightedMoments(mean, spread / total, total * total / squares) : null;
    }
}
