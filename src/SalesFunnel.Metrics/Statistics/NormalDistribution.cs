namespace SalesFunnel.Metrics.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    /// <summary>P(Z ≤ x), relatively exact (about 1e-14) in the lower tail.</summary>
    /// <remarks>Below 2 in absolute value by the series φ(x)·Σ x^(2k+1)/(1·3·…·(2k+1)), beyond by the continued fraction of Mills' ratio.</remarks>
    /// <param name="x">The value.</param>
    public static double Cdf(double x)
    {
        if (x < -2)
            return UpperTail(-x);
        if (x > 2)
            return 1 - UpperTail(x);
        double term = x;
        double sum = x;
        for (int k = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); k++)
            sum += term *= x * x / ((2 * k) + 1);
        return 0.5 + (Density(x) * sum);
    }

    /// <summary>P(Z &gt; x), relatively exact in the upper tail.</summary>
    /// <param name="x">The value.</param>
    public static double Sf(double x) => Cdf(-x);

    /// <summary>The density e^(−x²/2) / √(2π), relatively exact also far out.</summary>
    /// <param name="x">The value.</param>
    public static double Density(double x)
    {
        // x² is split so that its rounding does not enter the exponential.
        double head = Math.Round(x * 16) / 16;
        return Math.Exp(-head * head / 2) * Math.Exp(-(x - head) * (x + head) / 2) / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>z such that a standard normal value lies in [−z, z] with the given probability: the quantile of (1 + level)/2.</summary>
    /// <param name="level">Probability, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not strictly between 0 and 1.</exception>
    public static double TwoSidedQuantile(double level)
    {
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A probability strictly between 0 and 1 is needed, for example 0.95.");
        return -Quantile((1 - level) / 2);
    }

    /// <summary>The quantile (inverse distribution function).</summary>
    /// <remarks>Relative error below 1e-15 for probabilities from 1e-300 to 1 − 1e-16. Method: M. J. Wichura, algorithm AS 241 (PPND16),
    /// Applied Statistics 37 (1988) 477–484.</remarks>
    /// <param name="probability">Strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not strictly between 0 and 1.</exception>
    public static double Quantile(double probability)
    {
        if (!(probability is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability strictly between 0 and 1 is needed.");
        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - (q * q);
            return q * Polynomial(r, CentralNumerator) / Polynomial(r, CentralDenominator);
        }

        double tail = Math.Sqrt(-Math.Log(q < 0 ? probability : 1 - probability));
        double value = tail <= 5
            ? Polynomial(tail - 1.6, MiddleNumerator) / Polynomial(tail - 1.6, MiddleDenominator)
            : Polynomial(tail - 5, FarNumerator) / Polynomial(tail - 5, FarDenominator);
        return q < 0 ? -value : value;
    }

    private static double UpperTail(double x)
    {
        if (double.IsPositiveInfinity(x))
            return 0;
        double fraction = x;
        for (int k = 60 + (int)(400 / (x * x)); k >= 1; k--)
            fraction = x + (k / fraction);
        // The density may underflow where the tail, smaller by 1/x, is still asked for: both as one exponential of halves.
        double head = Math.Round(x * 16) / 16;
        double half = Math.Exp(-head * head / 4);
        return half * (half * (Math.Exp(-(x - head) * (x + head) / 2) / Math.Sqrt(2 * Math.PI) / fraction));
    }

    private static ReadOnlySpan<double> CentralNumerator =>
    [
        3.3871328727963666080, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
    ];

    private static ReadOnlySpan<double> CentralDenominator =>
    [
        1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
        2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
    ];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
        1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static ReadOnlySpan<double> FarNumerator =>
    [
        6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static ReadOnlySpan<double> FarDenominator =>
    [
        1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    private static double Polynomial(double x, ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
            sum = (sum * x) + coefficients[i];
        return sum;
    }
}
