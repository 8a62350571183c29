using System.Globalization;

namespace SalesFunnel.Metrics.Statistics;

/// <summary>An interval for a proportion.</summary>
/// <param name="Low">Lower limit, a fraction in [0, 1].</param>
/// <param name="High">Upper limit, a fraction in [0, 1].</param>
/// <param name="Level">Confidence level, for example 0.95.</param>
public readonly record struct ProportionInterval(double Low, double High, double Level)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Level * 100:0.##} %: {Low * 100:0.0} – {High * 100:0.0} %");
}
