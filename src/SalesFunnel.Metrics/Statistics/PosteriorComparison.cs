namespace SalesFunnel.Metrics.Statistics;

/// <summary>The quadrature behind <see cref="BetaBinomialPosterior.ProbabilityAbove(BetaBinomialPosterior)"/>.</summary>
internal static class PosteriorComparison
{
    private const double Negligible = 42; // e^−42 of the largest value is below the rounding of the sum

    public static double ProbabilityAbove(BetaBinomialPosterior first, BetaBinomialPosterior second)
    {
        BetaDistribution.Check(0, first.Alpha, first.Beta);
        BetaDistribution.Check(0, second.Alpha, second.Beta);
        (double mode, double highest) = Peak(first, second);
        if (double.IsNegativeInfinity(highest))
            return 0; // below the smallest double
        double low = Edge(first, second, mode, highest, -1);
        double high = Edge(first, second, mode, highest, 1);
        // Halving the width again and again keeps the points that are there.
        double Point(double u) => Math.Exp(LogIntegrand(first, second, u) - highest);
        double sum = (Point(low) + Point(high)) / 2;
        double previous = double.NaN;
        for (int intervals = 1; intervals <= 1 << 16; intervals *= 2)
        {
            double width = (high - low) / intervals;
            for (int i = 1; i < intervals; i += 2)
                sum += Point(low + (i * width));
            double value = sum * width;
            if (intervals >= 32 && Math.Abs(value - previous) <= 1e-12 * value)
                return Math.Min(value * Math.Exp(highest), 1);
            previous = value;
        }

        return Math.Min(previous * Math.Exp(highest), 1);
    }

    // Golden section: the integrand has one maximum.
    private static (double At, double Value) Peak(BetaBinomialPosterior first, BetaBinomialPosterior second)
    {
        const double Golden = 0.61803398874989484820;
        double a = Math.Log(first.Alpha / first.Beta);
        double b = Math.Log(second.Alpha / second.Beta);
        (double low, double high) = (Math.Min(a, b) - 5, Math.Max(a, b) + 5);
        double left = high - (Golden * (high - low));
        double right = low + (Golden * (high - low));
        (double atLeft, double atRight) = (LogIntegrand(first, second, left), LogIntegrand(first, second, right));
        while (high - low > 1e-7)
        {
            // Where both are below the smallest double, the maximum lies towards the rate whose density it is.
            if (atLeft > atRight || (double.IsNegativeInfinity(atLeft) && atLeft == atRight && a < left))
            {
                (high, right, atRight, left) = (right, left, atLeft, right - (Golden * (right - low)));
                atLeft = LogIntegrand(first, second, left);
            }
            else
            {
                (low, left, atLeft, right) = (left, right, atRight, left + (Golden * (high - left)));
                atRight = LogIntegrand(first, second, right);
            }
        }

        return ((low + high) / 2, LogIntegrand(first, second, (low + high) / 2));
    }

    // Where the integrand has fallen to nothing, to within a tenth of the distance.
    private static double Edge(BetaBinomialPosterior first, BetaBinomialPosterior second, double mode, double highest, int direction)
    {
        double near = 0;
        double far = 1e-7;
        while (LogIntegrand(first, second, mode + (direction * far)) > highest - Negligible)
            (near, far) = (far, far * 2);
        while (far - near > 0.1 * far)
        {
            double middle = (near + far) / 2;
            if (LogIntegrand(first, second, mode + (direction * middle)) > highest - Negligible)
                near = middle;
            else
                far = middle;
        }

        return mode + (direction * far);
    }

    // ln of density times x(1 − x) of the first, times the distribution function of the second, at x = 1/(1 + e^−u).
    private static double LogIntegrand(BetaBinomialPosterior first, BetaBinomialPosterior second, double u)
    {
        double e = Math.Exp(-Math.Abs(u));
        (double x, double y) = u < 0 ? (e / (1 + e), 1 / (1 + e)) : (1 / (1 + e), e / (1 + e));
        double lower = BetaDistribution.Tails(x, y, second.Alpha, second.Beta).Lower;
        return lower > 0 ? BetaDistribution.LogDensity(x, y, first.Alpha, first.Beta) + Math.Log(lower) : double.NegativeInfinity;
    }
}
