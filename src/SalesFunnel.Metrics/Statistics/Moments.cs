namespace SalesFunnel.Metrics.Statistics;

/// <summary>Count, mean, variance, skewness and kurtosis of a stream, in one pass, without cancellation; two of them merge.</summary>
/// <remarks>Updates and merges of P. Pébay (2008), after B. P. Welford (1962) and Chan, Golub and LeVeque (1979). The default value is empty and neutral.
/// Sums of doubles depend on their order in the last digits; money and time are summed as integers elsewhere.</remarks>
public readonly record struct Moments
{
    private readonly double _m2;
    private readonly double _m3;
    private readonly double _m4;

    private Moments(long count, double mean, double m2, double m3, double m4, double min, double max)
    {
        Count = count;
        MeanOrZero = mean;
        _m2 = m2;
        _m3 = m3;
        _m4 = m4;
        MinOrZero = min;
        MaxOrZero = max;
    }

    /// <summary>Gets the number of values.</summary>
    public long Count { get; }

    /// <summary>Gets the mean, or <c>null</c> without values.</summary>
    public double? Mean => Count > 0 ? MeanOrZero : null;

    /// <summary>Gets the smallest value, or <c>null</c> without values.</summary>
    public double? Min => Count > 0 ? MinOrZero : null;

    /// <summary>Gets the largest value, or <c>null</c> without values.</summary>
    public double? Max => Count > 0 ? MaxOrZero : null;

    /// <summary>Gets the sample variance Σ(x − mean)²/(n − 1), or <c>null</c> below two values.</summary>
    public double? Variance => Count > 1 ? _m2 / (Count - 1) : null;

    /// <summary>Gets the population variance Σ(x − mean)²/n, or <c>null</c> without values.</summary>
    public double? PopulationVariance => Count > 0 ? _m2 / Count : null;

    /// <summary>Gets the sample standard deviation, or <c>null</c> below two values.</summary>
    public double? StandardDeviation => Variance is { } variance ? Math.Sqrt(variance) : null;

    /// <summary>Gets the skewness g1 = m3 / m2^1.5 of the population form, or <c>null</c> when all values are equal or there are fewer than two.</summary>
    public double? SkewnessG1 => Count > 1 && _m2 > 0 ? Math.Sqrt(Count) * _m3 / Math.Pow(_m2, 1.5) : null;

    /// <summary>Gets the excess kurtosis g2 = m4 / m2² − 3 of the population form, or <c>null</c> when all values are equal or there are fewer than two.</summary>
    public double? ExcessKurtosisG2 => Count > 1 && _m2 > 0 ? (Count * _m4 / (_m2 * _m2)) - 3 : null;

    /// <summary>Gets the skewness G1 = g1·√(n(n − 1))/(n − 2) of the sample form, or <c>null</c> when g1 is undefined or there are fewer than three values.</summary>
    public double? SampleSkewness => Count > 2 && SkewnessG1 is { } g1 ? g1 * Math.Sqrt((double)Count * (Count - 1)) / (Count - 2) : null;

    /// <summary>Gets the excess kurtosis G2 = (n − 1)((n + 1)·g2 + 6)/((n − 2)(n − 3)) of the sample form, or <c>null</c> when g2 is undefined or there are fewer than four values.</summary>
    public double? SampleExcessKurtosis => Count > 3 && ExcessKurtosisG2 is { } g2 ? (Count - 1.0) * (((Count + 1.0) * g2) + 6) / ((Count - 2.0) * (Count - 3.0)) : null;

    private double MeanOrZero { get; }

    private double MinOrZero { get; }

    private double MaxOrZero { get; }

    /// <summary>The moments of a sample.</summary>
    /// <param name="values">Finite values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite.</exception>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        Moments moments = default;
        foreach (double value in values)
            moments = moments.Add(value);
        return moments;
    }

    /// <summary>The moments after one more value.</summary>
    /// <param name="value">A finite value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public Moments Add(double value) => double.IsFinite(value)
        ? Merge(new Moments(1, value, 0, 0, 0, value, value))
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Moments are of finite values.");

    /// <summary>The moments of both samples together.</summary>
    /// <param name="other">The moments of the other sample.</param>
    public Moments Merge(Moments other)
    {
        if (Count == 0)
            return other;
        if (other.Count == 0)
            return this;
        double a = Count;
        double b = other.Count;
        double n = a + b;
        double delta = other.MeanOrZero - MeanOrZero;
        double square = delta * delta;
        double m2 = _m2 + other._m2 + (square * a * b / n);
        double m3 = _m3 + other._m3 + (square * delta * a * b * (a - b) / (n * n)) + (3 * delta * ((a * other._m2) - (b * _m2)) / n);
        double m4 = _m4 + other._m4 + (square * square * a * b * ((a * a) - (a * b) + (b * b)) / (n * n * n))
            + (6 * square * ((a * a * other._m2) + (b * b * _m2)) / (n * n)) + (4 * delta * ((a * other._m3) - (b * _m3)) / n);
        return new Moments(
            Count + other.Count, MeanOrZero + (delta * b / n), m2, m3, m4, Math.Min(MinOrZero, other.MinOrZero), Math.Max(MaxOrZero, other.MaxOrZero));
    }
}
