namespace SalesFunnel.Metrics.Statistics;

/// <summary>Weibull distribution of times of which some are right-censored, by maximum likelihood. Shape above 1: the longer a deal stays, the likelier it ends.</summary>
/// <param name="Shape">k.</param>
/// <param name="Scale">λ; S(t) = exp(−(t/λ)^k).</param>
/// <param name="LogLikelihood">Logarithm of the likelihood at the estimate.</param>
public readonly record struct WeibullFit(double Shape, double Scale, double LogLikelihood)
{
    /// <summary>Fits the distribution.</summary>
    /// <remarks>The shape is the root of Σ tᵏ ln t / Σ tᵏ − 1/k − mean of ln t over events, found by bisection in ln k; the scale is (Σ tᵏ / d)^(1/k).</remarks>
    /// <returns>The fit, or <c>null</c> when there are fewer than two different times or no event.</returns>
    /// <param name="times">How long each unit was seen; positive.</param>
    /// <param name="ended">Whether it ended then.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a time is not positive and finite.</exception>
    public static WeibullFit? MaximumLikelihood(ReadOnlySpan<double> times, ReadOnlySpan<bool> ended)
    {
        if (times.Length != ended.Length)
            throw new ArgumentException($"Columns must have equal length: times has {times.Length}, ended {ended.Length}.", nameof(ended));
        (double events, double logs, double largest, double smallest) = (0, 0, 0, double.PositiveInfinity);
        for (int i = 0; i < times.Length; i++)
        {
            if (!(times[i] > 0) || double.IsInfinity(times[i]))
                throw new ArgumentException("A time of a Weibull distribution is positive and finite.", nameof(times));
            (largest, smallest) = (Math.Max(largest, times[i]), Math.Min(smallest, times[i]));
            if (ended[i])
                (events, logs) = (events + 1, logs + Math.Log(times[i]));
        }

        if (events == 0 || largest == smallest)
            return null;
        (double low, double high) = (Math.Log(1e-4), Math.Log(1e4)); // of ln k; the left side grows with k
        for (int i = 0; i < 200 && high - low > 1e-15; i++)
        {
            double middle = (low + high) / 2;
            if (Excess(times, Math.Exp(middle), largest) - (logs / events) > 0)
                high = middle;
            else
                low = middle;
        }

        double shape = Math.Exp((low + high) / 2);
        double sum = 0;
        foreach (double time in times)
            sum += Math.Pow(time / largest, shape);
        double scale = largest * Math.Pow(sum / events, 1 / shape);
        double likelihood = (events * (Math.Log(shape) - (shape * Math.Log(scale)))) + ((shape - 1) * logs) - events;
        return new WeibullFit(shape, scale, likelihood);
    }

    // Powers of t over the largest time: none overflows.
    private static double Excess(ReadOnlySpan<double> times, double shape, double largest)
    {
        (double sum, double weighted) = (0, 0);
        foreach (double time in times)
        {
            double power = Math.Pow(time / largest, shape);
            (sum, weighted) = (sum + power, weighted + (power * Math.Log(time)));
        }

        return (weighted / sum) - (1 / shape);
    }
}
