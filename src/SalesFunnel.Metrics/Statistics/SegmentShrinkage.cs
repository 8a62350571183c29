namespace SalesFunnel.Metrics.Statistics;

/// <summary>Rates of segments drawn towards their common rate, the small ones most: (k + α)/(n + α + β).</summary>
/// <remarks>The beta distribution of the segments' true rates is estimated from the segments themselves (empirical Bayes). Sensible from about five segments on.</remarks>
/// <param name="CommonRate">Successes of all ÷ trials of all (moments), or the mean of the fitted distribution (maximum likelihood).</param>
/// <param name="Alpha">First shape; infinite under full pooling.</param>
/// <param name="Beta">Second shape; infinite under full pooling.</param>
/// <param name="Pooling">What the data said about the difference between segments.</param>
/// <param name="Rates">The drawn-in rates, in the order given.</param>
public sealed record SegmentShrinkage(double CommonRate, double Alpha, double Beta, ShrinkagePooling Pooling, IReadOnlyList<double> Rates)
{
    private const int MaxIterations = 200;
    private const double RunAway = 1e4; // a prior that weighs so many times the largest segment leaves it nothing to say

    /// <summary>Estimates by moments.</summary>
    /// <remarks>ρ = (S − p(1 − p)(K − 1)) / (p(1 − p)(M − (K − 1))), S = Σ n(pᵢ − p)², M = N − Σ n²/N, α + β = 1/ρ − 1. ρ ≤ 0: the segments differ no more than
    /// chance, all get the common rate; ρ ≥ 1: no drawing in. Source: J. C. Kleinman, JASA 68 (1973) 46–54.</remarks>
    /// <returns>The estimate, or <c>null</c> below two segments with trials, or when all succeeded, or none.</returns>
    /// <param name="successes">k by segment.</param>
    /// <param name="trials">n by segment.</param>
    /// <exception cref="ArgumentException">The lengths differ, or k is not in [0, n].</exception>
    public static SegmentShrinkage? ByMoments(ReadOnlySpan<long> successes, ReadOnlySpan<long> trials)
    {
        if (!TryPool(successes, trials, out double p, out double all, out int segments))
            return null;
        (double spread, double squares) = (0, 0);
        for (int i = 0; i < trials.Length; i++)
        {
            if (trials[i] == 0)
                continue;
            double difference = ((double)successes[i] / trials[i]) - p;
            spread += trials[i] * difference * difference;
            squares += (double)trials[i] * trials[i];
        }

        double chance = p * (1 - p);
        double rho = (spread - (chance * (segments - 1))) / (chance * (all - (squares / all) - (segments - 1)));
        if (rho <= 0)
            return Pooled(p, trials.Length);
        double size = (1 / Math.Min(rho, 1)) - 1;
        return With(successes, trials, p, p * size, (1 - p) * size, rho >= 1 ? ShrinkagePooling.None : ShrinkagePooling.Partial);
    }

    /// <summary>Estimates by maximum likelihood of the beta-binomial distribution, by Newton steps in ln α and ln β from the moments.</summary>
    /// <returns>The estimate; full pooling when the likelihood grows without end towards it; <c>null</c> as for <see cref="ByMoments"/>.</returns>
    /// <param name="successes">k by segment.</param>
    /// <param name="trials">n by segment.</param>
    /// <exception cref="ArgumentException">The lengths differ, or k is not in [0, n].</exception>
    public static SegmentShrinkage? ByMaximumLikelihood(ReadOnlySpan<long> successes, ReadOnlySpan<long> trials)
    {
        if (ByMoments(successes, trials) is not { } start)
            return null;
        double size = start.Pooling == ShrinkagePooling.Partial ? start.Alpha + start.Beta : start.Pooling == ShrinkagePooling.Full ? 100 : 0.1;
        (double u, double v) = (Math.Log(start.CommonRate * size), Math.Log((1 - start.CommonRate) * size));
        double likelihood = LogLikelihood(successes, trials, Math.Exp(u), Math.Exp(v));
        long largest = 0;
        foreach (long n in trials)
            largest = Math.Max(largest, n);
        for (int i = 0; i < MaxIterations; i++)
        {
            (double du, double dv) = NewtonStep(successes, trials, Math.Exp(u), Math.Exp(v));
            double scale = Math.Min(1, 2 / Math.Max(Math.Abs(du), Math.Abs(dv)));
            double next = double.NegativeInfinity;
            for (int half = 0; half < 60 && !(next >= likelihood); half++, scale /= 2)
                next = LogLikelihood(successes, trials, Math.Exp(u + (scale * du)), Math.Exp(v + (scale * dv)));
            scale *= 2;
            (u, v) = (u + (scale * du), v + (scale * dv));
            bool settled = Math.Max(Math.Abs(scale * du), Math.Abs(scale * dv)) < 1e-12;
            likelihood = Math.Max(likelihood, next);
            if (Math.Exp(u) + Math.Exp(v) > RunAway * largest)
                return Pooled(start.CommonRate, trials.Length);
            if (settled)
                break;
        }

        // Towards full pooling the likelihood tends to that of one common rate; a fit that is no better than that has run away.
        if (likelihood <= PooledLogLikelihood(successes, trials) + 1e-7)
            return Pooled(start.CommonRate, trials.Length);
        (double alpha, double beta) = (Math.Exp(u), Math.Exp(v));
        return With(successes, trials, alpha / (alpha + beta), alpha, beta, ShrinkagePooling.Partial);
    }

    private static double LogLikelihood(ReadOnlySpan<long> successes, ReadOnlySpan<long> trials, double alpha, double beta)
    {
        double sum = 0;
        for (int i = 0; i < trials.Length; i++)
        {
            if (trials[i] > 0)
            {
                sum += SpecialFunctions.LogGamma(successes[i] + alpha) + SpecialFunctions.LogGamma(trials[i] - successes[i] + beta) - SpecialFunctions.LogGamma(trials[i] + alpha + beta)
                    - SpecialFunctions.LogGamma(alpha) - SpecialFunctions.LogGamma(beta) + SpecialFunctions.LogGamma(alpha + beta);
            }
        }

        return sum;
    }

    private static double PooledLogLikelihood(ReadOnlySpan<long> successes, ReadOnlySpan<long> trials)
    {
        (double k, double n) = (0, 0);
        for (int i = 0; i < trials.Length; i++)
            (k, n) = (k + successes[i], n + trials[i]);
        return (k * Math.Log(k / n)) + ((n - k) * Math.Log((n - k) / n));
    }

    // One step in (ln α, ln β): uphill along the gradient where the likelihood is not concave.
    private static (double U, double V) NewtonStep(ReadOnlySpan<long> successes, ReadOnlySpan<long> trials, double alpha, double beta)
    {
        (double ga, double gb, double haa, double hbb, double hab) = (0, 0, 0, 0, 0);
        for (int i = 0; i < trials.Length; i++)
        {
            if (trials[i] == 0)
                continue;
            double both = SpecialFunctions.Digamma(alpha + beta) - SpecialFunctions.Digamma(trials[i] + alpha + beta);
            double curve = SpecialFunctions.Trigamma(alpha + beta) - SpecialFunctions.Trigamma(trials[i] + alpha + beta);
            ga += both + SpecialFunctions.Digamma(successes[i] + alpha) - SpecialFunctions.Digamma(alpha);
            gb += both + SpecialFunctions.Digamma(trials[i] - successes[i] + beta) - SpecialFunctions.Digamma(beta);
            haa += curve + SpecialFunctions.Trigamma(successes[i] + alpha) - SpecialFunctions.Trigamma(alpha);
            hbb += curve + SpecialFunctions.Trigamma(trials[i] - successes[i] + beta) - SpecialFunctions.Trigamma(beta);
            hab += curve;
        }

        (double gu, double gv) = (ga * alpha, gb * beta);
        double huu = (haa * alpha * alpha) + gu;
        double hvv = (hbb * beta * beta) + gv;
        double huv = hab * alpha * beta;
        double determinant = (huu * hvv) - (huv * huv);
        return huu < 0 && determinant > 0
            ? (-((hvv * gu) - (huv * gv)) / determinant, -((huu * gv) - (huv * gu)) / determinant)
            : (gu / (1 + Math.Abs(gu)), gv / (1 + Math.Abs(gv)));
    }

    private static SegmentShrinkage With(ReadOnlySpan<long> successes, ReadOnlySpan<long> trials, double common, double alpha, double beta, ShrinkagePooling pooling)
    {
        var rates = new double[trials.Length];
        for (int i = 0; i < rates.Length; i++)
            rates[i] = trials[i] + alpha + beta > 0 ? (successes[i] + alpha) / (trials[i] + alpha + beta) : common;
        return new SegmentShrinkage(common, alpha, beta, pooling, rates);
    }

    private static SegmentShrinkage Pooled(double common, int segments)
    {
        var rates = new double[segments];
        Array.Fill(rates, common);
        return new SegmentShrinkage(common, double.PositiveInfinity, double.PositiveInfinity, ShrinkagePooling.Full, rates);
    }

    private static bool TryPool(ReadOnlySpan<long> successes, ReadOnlySpan<long> trials, out double rate, out double all, out int segments)
    {
        if (successes.Length != trials.Length)
            throw new ArgumentException("Every segment needs its successes and its trials; the lists differ in length.", nameof(trials));
        (double k, double n, int count) = (0, 0, 0);
        for (int i = 0; i < trials.Length; i++)
        {
            if (successes[i] < 0 || successes[i] > trials[i])
                throw new ArgumentException("Successes lie between 0 and the trials.", nameof(successes));
            k += successes[i];
            n += trials[i];
            count += trials[i] > 0 ? 1 : 0;
        }

        (rate, all, segments) = (n > 0 ? k / n : 0, n, count);
        return count >= 2 && k > 0 && k < n;
    }
}
