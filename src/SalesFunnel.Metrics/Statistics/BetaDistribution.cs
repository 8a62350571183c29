namespace SalesFunnel.Metrics.Statistics;

/// <summary>The beta distribution: the regularised incomplete beta function and its inverse.</summary>
/// <remarks>Relative accuracy 1e-12 in both tails, for shapes from 1e-3 to 10⁶ (tested over a grid), x taken as the exact double that it is. Usable to 10⁹. Continued fraction by Lentz's method on the side where it
/// converges fast (about √max(a, b) steps), with the prefix in Loader's saddle-point form.</remarks>
public static class BetaDistribution
{
    private const int MaxSteps = 2_000_000;

    /// <summary>P(X ≤ x) = I_x(a, b).</summary>
    /// <param name="x">In [0, 1].</param>
    /// <param name="a">First shape, positive.</param>
    /// <param name="b">Second shape, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Cdf(double x, double a, double b)
    {
        Check(x, a, b);
        return Tails(x, 1 - x, a, b).Lower;
    }

    /// <summary>P(X &gt; x) = I₁₋ₓ(b, a), without the cancellation of 1 − Cdf.</summary>
    /// <param name="x">In [0, 1].</param>
    /// <param name="a">First shape, positive.</param>
    /// <param name="b">Second shape, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Sf(double x, double a, double b)
    {
        Check(x, a, b);
        return Tails(x, 1 - x, a, b).Upper;
    }

    /// <summary>The quantile: x with P(X ≤ x) = p.</summary>
    /// <remarks>Newton steps for ln I against ln x, within a bracket; relative accuracy 1e-12, also for p as small as 1e-290.</remarks>
    /// <param name="p">In [0, 1].</param>
    /// <param name="a">First shape, positive.</param>
    /// <param name="b">Second shape, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Quantile(double p, double a, double b)
    {
        Check(p, a, b);
        if (p is 0 or 1)
            return p;
        // Solve on the side of the nearer end of the interval, where x (or 1 − x) can be small and must be relatively exact.
        return Cdf(0.5, a, b) >= p ? Solve(p, a, b, lowerTail: true) : 1 - Solve(p, b, a, lowerTail: false);
    }

    /// <summary>The quantile of the upper tail: x with P(X &gt; x) = q.</summary>
    /// <param name="q">In [0, 1].</param>
    /// <param name="a">First shape, positive.</param>
    /// <param name="b">Second shape, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double UpperQuantile(double q, double a, double b)
    {
        Check(q, a, b);
        if (q is 0 or 1)
            return 1 - q;
        return Sf(0.5, a, b) <= q ? Solve(q, a, b, lowerTail: false) : 1 - Solve(q, b, a, lowerTail: true);
    }

    /// <summary>Both tails from x and y = 1 − x.</summary>
    internal static (double Lower, double Upper) Tails(double x, double y, double a, double b)
    {
        if (x <= 0)
            return (0, 1);
        if (y <= 0)
            return (1, 0);
        const double Lossy = 0.01; // 1 − tail would lose two digits or more; this happens for shapes far below 1 only
        const double Near = 0.1; // nearer to the end of the interval the fraction of the other side converges so slowly that it is no better
        bool swap = x > (a + 1) / (a + b + 2);
        double tail = Math.Min(swap ? Tail(y, x, b, a) : Tail(x, y, a, b), 1);
        double other = 1 - tail;
        if (other < Lossy && (swap ? y * Math.Max(a, 1) : x * Math.Max(b, 1)) > Near)
            other = swap ? Tail(x, y, a, b) : Tail(y, x, b, a);
        return swap ? (other, tail) : (tail, other);
    }

    private static double Tail(double x, double y, double a, double b) => a > 1
        ? Density(x, y, a, b) * x * FractionOfLargeShape(x, y, a, b)
        : Density(x, y, a, b) * x * Fraction(x, a, b) / a;

    /// <summary>The logarithm of the density at x, times x(1 − x).</summary>
    internal static double LogDensity(double x, double y, double a, double b)
    {
        double n = a + b;
        return SpecialFunctions.StirlingError(n) - SpecialFunctions.StirlingError(a) - SpecialFunctions.StirlingError(b)
            - SpecialFunctions.Deviance(a, n * x) - SpecialFunctions.Deviance(b, n * y) + (0.5 * Math.Log(a * (b / n) / (2 * Math.PI)));
    }

    /// <summary>The density at x, times y = 1 − x.</summary>
    private static double Density(double x, double y, double a, double b)
    {
        double n = a + b;
        double exponent = SpecialFunctions.StirlingError(n) - SpecialFunctions.StirlingError(a) - SpecialFunctions.StirlingError(b)
            - SpecialFunctions.Deviance(a, n * x) - SpecialFunctions.Deviance(b, n * y);
        return Math.Sqrt(a * b / (2 * Math.PI * n)) * Math.Exp(exponent) / x;
    }

    // The continued fraction of I_x(a, b) · a · B(a, b) / (x^a (1 − x)^b).
    private static double Fraction(double x, double a, double b)
    {
        const double Tiny = 1e-300;
        double c = 1;
        double d = 1 / NotZero(1 - ((a + b) * x / (a + 1)), Tiny);
        double h = d;
        for (int m = 1; m < MaxSteps; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d), Tiny);
            c = NotZero(1 + (even / c), Tiny);
            h *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d), Tiny);
            c = NotZero(1 + (odd / c), Tiny);
            double step = d * c;
            h *= step;
            if (Math.Abs(step - 1) < 1e-16)
                break;
        }

        return h;
    }

    // The even part of that fraction, over a: twice as fast, and written in y and λ = a − (a + b)x so that nothing cancels when x is near 1.
    // Source: A. R. DiDonato, A. H. Morris, ACM TOMS 18 (1992) 360–373, equation 9.
    private static double FractionOfLargeShape(double x, double y, double a, double b)
    {
        double lambda = a > b ? ((a + b) * y) - b : a - ((a + b) * x);
        double c = 1 + lambda;
        double ratio = b / a;
        double first = 1 + (1 / a);
        (double numerator0, double denominator0) = (0, 1);
        (double numerator1, double denominator1) = (1, c / first);
        double value = first / c;
        for (int m = 1; m < MaxSteps; m++)
        {
            double s = a + (2 * m) - 1;
            double w = m * (b - m) * x;
            double p = 1 + ((m - 1) / a);
            double alpha = p * (p + ratio) * (a / s) * (a / s) * w * x;
            double beta = m + (w / s) + ((1 + (m / a)) / (first + (2 * m / a)) * (c + (m * (1 + y))));
            (numerator0, numerator1) = (numerator1, (alpha * numerator0) + (beta * numerator1));
            (denominator0, denominator1) = (denominator1, (alpha * denominator0) + (beta * denominator1));
            double next = numerator1 / denominator1;
            bool settled = Math.Abs(next - value) <= 1e-16 * next;
            value = next;
            if (settled)
                break;
            numerator0 /= denominator1;
            denominator0 /= denominator1;
            numerator1 = next;
            denominator1 = 1;
        }

        return value;
    }

    private static double NotZero(double value, double tiny) => Math.Abs(value) < tiny ? tiny : value;

    /// <summary>x ≤ ½ with the given tail: Newton on the logarithms of both sides, kept within a bracket.</summary>
    private static double Solve(double tail, double a, double b, bool lowerTail)
    {
        (double low, double high) = (-745.0, Math.Log(0.5)); // of ln x
        double u = Math.Clamp(Start(tail, a, b, lowerTail), low, high);
        for (int i = 0; i < 200; i++)
        {
            double x = Math.Exp(u);
            (double lower, double upper) = Tails(x, 1 - x, a, b);
            double value = lowerTail ? lower : upper;
            if ((value < tail) == lowerTail)
                low = u;
            else
                high = u;
            double slope = Density(x, 1 - x, a, b) * x / (1 - x) / value; // d ln(value) / d ln(x), up to its sign
            double step = (Math.Log(tail) - Math.Log(value)) / (lowerTail ? slope : -slope);
            double next = u + step;
            if (!(next > low && next < high) || double.IsNaN(next))
                next = (low + high) / 2;
            if (Math.Abs(next - u) <= 1e-15 * Math.Max(1, Math.Abs(u)) || high - low < 1e-16)
                return Math.Exp(next);
            u = next;
        }

        return Math.Exp(u);
    }

    // Near zero I_x ≈ x^a / (a B(a, b)); elsewhere the mean is as good a start as any.
    private static double Start(double tail, double a, double b, bool lowerTail)
    {
        double mean = Math.Log(Math.Min(a / (a + b), 0.5));
        if (!lowerTail)
            return mean;
        double logBeta = SpecialFunctions.LogGamma(a) + SpecialFunctions.LogGamma(b) - SpecialFunctions.LogGamma(a + b);
        return Math.Min(mean, (Math.Log(tail) + Math.Log(a) + logBeta) / a);
    }

    internal static void Check(double probability, double a, double b)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A number in [0, 1] is needed.");
        if (!(a > 0) || !(b > 0) || double.IsInfinity(a) || double.IsInfinity(b))
            throw new ArgumentOutOfRangeException(nameof(a), $"Shapes are positive and finite; found {a.ToString(System.Globalization.CultureInfo.InvariantCulture)} and {b.ToString(System.Globalization.CultureInfo.InvariantCulture)}.");
    }
}
