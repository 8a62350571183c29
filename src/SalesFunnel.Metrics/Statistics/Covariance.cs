namespace SalesFunnel.Metrics.Statistics;

/// <summary>How two quantities go together.</summary>
/// <param name="Value">Sample covariance Σ (x − x̄)(y − ȳ) / (n − 1).</param>
/// <param name="Correlation">Pearson's correlation; <c>null</c> when one of them does not vary.</param>
/// <param name="SlopeYOnX">Slope of the least-squares line of y on x; <c>null</c> when x does not vary.</param>
public readonly record struct Covariance(double Value, double? Correlation, double? SlopeYOnX)
{
    /// <summary>The covariance of pairs.</summary>
    /// <returns>The covariance, or <c>null</c> below two pairs.</returns>
    /// <param name="x">First quantity.</param>
    /// <param name="y">Second quantity.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Covariance? Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"Columns must have equal length: x has {x.Length}, y {y.Length}.", nameof(y));
        if (x.Length < 2)
            return null;
        (double meanX, double meanY, double xx, double yy, double xy) = (0, 0, 0, 0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            double n = i + 1;
            (double dx, double dy) = (x[i] - meanX, y[i] - meanY);
            (meanX, meanY) = (meanX + (dx / n), meanY + (dy / n));
            xx += dx * (x[i] - meanX);
            yy += dy * (y[i] - meanY);
            xy += dx * (y[i] - meanY);
        }

        return new Covariance(xy / (x.Length - 1), xx > 0 && yy > 0 ? xy / Math.Sqrt(xx) / Math.Sqrt(yy) : null, xx > 0 ? xy / xx : null);
    }
}
