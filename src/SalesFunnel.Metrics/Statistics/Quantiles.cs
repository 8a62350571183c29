namespace SalesFunnel.Metrics.Statistics;

/// <summary>Exact quantiles of samples.</summary>
public static class Quantiles
{
    /// <summary>Type 7 of Hyndman and Fan (R's default, Excel's PERCENTILE.INC): h = (n − 1)p, interpolated between its neighbours.</summary>
    /// <returns>The quantile, or <c>null</c> for an empty sample.</returns>
    /// <param name="sorted">The sample, ascending, without NaN.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1].</exception>
    public static double? Type7(ReadOnlySpan<double> sorted, double probability)
    {
        CheckProbability(probability);
        if (sorted.IsEmpty)
            return null;
        double position = (sorted.Length - 1) * probability;
        int below = Math.Min((int)position, sorted.Length - 1);
        return Between(sorted[below], sorted[Math.Min(below + 1, sorted.Length - 1)], position - below);
    }

    /// <summary>Type 7 of the sample in which every value stands as often as its frequency says, without expanding it.</summary>
    /// <returns>The quantile, or <c>null</c> when all frequencies are zero.</returns>
    /// <param name="sorted">The values, ascending.</param>
    /// <param name="frequencies">How often each stands.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <exception cref="ArgumentException">The lengths differ, or a frequency is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1].</exception>
    public static double? Type7(ReadOnlySpan<double> sorted, ReadOnlySpan<long> frequencies, double probability)
    {
        CheckProbability(probability);
        if (sorted.Length != frequencies.Length)
            throw new ArgumentException("Every value needs its frequency; the lists differ in length.", nameof(frequencies));
        long total = 0;
        foreach (long frequency in frequencies)
            total += frequency >= 0 ? frequency : throw new ArgumentException("A frequency is negative.", nameof(frequencies));
        if (total == 0)
            return null;
        double position = (total - 1) * probability;
        long below = (long)position;
        return Between(At(sorted, frequencies, below), At(sorted, frequencies, Math.Min(below + 1, total - 1)), position - below);
    }

    /// <summary>Inverse distribution function with weights: the smallest value whose cumulated weight is at least p times the total.</summary>
    /// <returns>The quantile, or <c>null</c> when all weights are zero.</returns>
    /// <param name="sorted">The values, ascending.</param>
    /// <param name="weights">Weights, for example money, not negative.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <exception cref="ArgumentException">The lengths differ, or a weight is negative or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1].</exception>
    public static double? Weighted(ReadOnlySpan<double> sorted, ReadOnlySpan<double> weights, double probability)
    {
        CheckProbability(probability);
        if (sorted.Length != weights.Length)
            throw new ArgumentException("Every value needs its weight; the lists differ in length.", nameof(weights));
        double total = 0;
        foreach (double weight in weights)
            total += weight >= 0 && double.IsFinite(weight) ? weight : throw new ArgumentException("A weight is negative or not finite.", nameof(weights));
        double? last = null;
        double cumulated = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            last = sorted[i];
            cumulated += weights[i];
            if (cumulated >= probability * total)
                return last;
        }

        return last;
    }

    private static double At(ReadOnlySpan<double> sorted, ReadOnlySpan<long> frequencies, long rank)
    {
        int i = 0;
        for (; rank >= frequencies[i]; i++)
            rank -= frequencies[i];
        return sorted[i];
    }

    private static double Between(double low, double high, double share) => ((1 - share) * low) + (share * high);

    private static void CheckProbability(double probability)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0, 1]; 0.5 is the median.");
    }
}
