namespace SalesFunnel.Metrics.Statistics;

/// <summary>Kaplan–Meier curve of times of which some are right-censored: the honest distribution of a time that has not ended for everybody.</summary>
/// <remarks>S(t) = Π (1 − d/n) over distinct times; at equal times events come before censorings. Variance by Greenwood, S²·Σ d/(n(n − d)); interval on the
/// log(−log S) scale. Sources: E. L. Kaplan, P. Meier, JASA 53 (1958) 457–481; J. D. Kalbfleisch, R. L. Prentice (1980).</remarks>
public sealed class KaplanMeier
{
    private readonly SurvivalStep[] _steps;

    private KaplanMeier(SurvivalStep[] steps, double level)
    {
        _steps = steps;
        Level = level;
    }

    /// <summary>Gets the level of the intervals.</summary>
    public double Level { get; }

    /// <summary>Gets the distinct times, ascending.</summary>
    public IReadOnlyList<SurvivalStep> Steps => _steps;

    /// <summary>Estimates the curve, with intervals of level 0.95.</summary>
    /// <param name="times">How long each unit was seen; finite, not negative.</param>
    /// <param name="ended">Whether it ended then (true) or was only last seen (false).</param>
    /// <exception cref="ArgumentException">The lengths differ, or a time is negative or not finite.</exception>
    public static KaplanMeier Fit(ReadOnlySpan<double> times, ReadOnlySpan<bool> ended) => Fit(times, ended, 0.95);

    /// <summary>Estimates the curve.</summary>
    /// <param name="times">How long each unit was seen; finite, not negative.</param>
    /// <param name="ended">Whether it ended then (true) or was only last seen (false).</param>
    /// <param name="level">Confidence level of the intervals.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a time is negative or not finite.</exception>
    public static KaplanMeier Fit(ReadOnlySpan<double> times, ReadOnlySpan<bool> ended, double level) => Fit(times, ended, [], level);

    /// <summary>Estimates the curve from units that came under observation late (left truncation): at risk at t are those with entry &lt; t ≤ time.</summary>
    /// <param name="times">How long each unit had lasted when it ended or was last seen.</param>
    /// <param name="ended">Whether it ended then.</param>
    /// <param name="entries">How long it had lasted when observation began; empty = zero for all.</param>
    /// <param name="level">Confidence level of the intervals.</param>
    /// <exception cref="ArgumentException">The lengths differ, a time is negative or not finite, or an entry is not before its time.</exception>
    public static KaplanMeier Fit(ReadOnlySpan<double> times, ReadOnlySpan<bool> ended, ReadOnlySpan<double> entries, double level)
    {
        if (times.Length != ended.Length || (!entries.IsEmpty && entries.Length != times.Length))
            throw new ArgumentException($"Columns must have equal length: times has {times.Length}, ended {ended.Length}, entries {entries.Length} (or 0).", nameof(ended));
        double z = NormalDistribution.TwoSidedQuantile(level);
        double[] sorted = times.ToArray();
        bool[] isEvent = ended.ToArray();
        Array.Sort(sorted, isEvent);
        double[] entered = entries.ToArray();
        Array.Sort(entered);
        if (sorted.Length > 0 && !(sorted[0] >= 0 && double.IsFinite(sorted[^1])))
            throw new ArgumentException("A time is negative or not finite.", nameof(times));
        for (int i = 0; i < entries.Length; i++)
        {
            if (!(entries[i] < times[i]))
                throw new ArgumentException($"Entry {i} is not before its time.", nameof(entries));
        }

        var steps = new List<SurvivalStep>();
        (double survival, double greenwood, double hazard, double hazardVariance) = (1, 0, 0, 0);
        int joined = 0;
        for (int start = 0; start < sorted.Length;)
        {
            double time = sorted[start];
            int end = start;
            long events = 0;
            for (; end < sorted.Length && sorted[end] == time; end++)
                events += isEvent[end] ? 1 : 0;
            while (joined < entered.Length && entered[joined] < time)
                joined++;
            long atRisk = (entered.Length == 0 ? sorted.Length : joined) - start;
            if (events > 0)
            {
                survival *= (double)(atRisk - events) / atRisk;
                greenwood += (double)events / atRisk / (atRisk - events);
                hazard += (double)events / atRisk;
                hazardVariance += (double)events / atRisk / atRisk;
            }

            steps.Add(Step(time, atRisk, events, end - start - events, survival, greenwood, z, hazard, hazardVariance));
            start = end;
        }

        return new KaplanMeier([.. steps], level);
    }

    /// <summary>The estimated share that stays longer than a time.</summary>
    /// <param name="time">The time.</param>
    public double Survival(double time)
    {
        double survival = 1;
        foreach (SurvivalStep step in _steps)
        {
            if (step.Time > time)
                break;
            survival = step.Survival;
        }

        return survival;
    }

    /// <summary>A quantile: the smallest time by which the share p has ended, inf{t: S(t) ≤ 1 − p}.</summary>
    /// <remarks>Where S stays at exactly 1 − p for a while, R gives the middle of that stretch; this gives its beginning.</remarks>
    /// <returns>The quantile, or <c>null</c> when it is not reached: too many units have not ended.</returns>
    /// <param name="probability">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in (0, 1).</exception>
    public double? Quantile(double probability) => FirstAtMost(static s => s.Survival, probability);

    /// <summary>The interval of a quantile: where the limits of the curve cross 1 − p (Brookmeyer and Crowley, 1982).</summary>
    /// <returns>The limits; <c>null</c> for one that is not reached.</returns>
    /// <param name="probability">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in (0, 1).</exception>
    public (double? Low, double? High) QuantileInterval(double probability) =>
        (FirstAtMost(static s => s.Low, probability), FirstAtMost(static s => s.High, probability));

    /// <summary>Restricted mean: the expected time up to a horizon, the area under the curve to τ, with its standard error.</summary>
    /// <remarks>Variance Σ over event times ≤ τ of (area from t to τ)² d/(n(n − d)). Source: J. O. Irwin (1949).</remarks>
    /// <returns>Mean and standard error, or <c>null</c> when τ is beyond the last time seen and the curve has not come to 0: the area is not known.</returns>
    /// <param name="horizon">τ, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not positive.</exception>
    public (double Mean, double StandardError)? RestrictedMean(double horizon)
    {
        if (!(horizon > 0))
            throw new ArgumentOutOfRangeException(nameof(horizon), horizon, "A horizon is positive.");
        if (_steps.Length == 0 || (horizon > _steps[^1].Time && _steps[^1].Survival > 0))
            return null;
        double total = 0;
        double previous = 0;
        double survival = 1;
        foreach (SurvivalStep step in _steps)
        {
            double until = Math.Min(step.Time, horizon);
            total += survival * (until - previous);
            (previous, survival) = (until, step.Time <= horizon ? step.Survival : survival);
            if (step.Time >= horizon)
                break;
        }

        total += survival * (horizon - previous);
        return (total, Math.Sqrt(RestrictedVariance(horizon, total)));
    }

    private static SurvivalStep Step(double time, long atRisk, long events, long censored, double survival, double greenwood, double z, double hazard, double hazardVariance)
    {
        double? error = survival > 0 ? survival * Math.Sqrt(greenwood) : null;
        (double? low, double? high) = (null, null);
        if (survival == 1)
        {
            (low, high) = (1, 1);
        }
        else if (survival > 0)
        {
            double log = Math.Log(survival);
            double width = z * Math.Sqrt(greenwood) / log;
            (low, high) = (Math.Exp(log * Math.Exp(-width)), Math.Exp(log * Math.Exp(width)));
        }

        return new SurvivalStep(time, atRisk, events, censored, survival, error, low, high, hazard, Math.Sqrt(hazardVariance));
    }

    private double RestrictedVariance(double horizon, double total)
    {
        double variance = 0;
        double area = 0; // from 0 to the step
        double previous = 0;
        double survival = 1;
        foreach (SurvivalStep step in _steps)
        {
            if (step.Time > horizon)
                break;
            area += survival * (step.Time - previous);
            (previous, survival) = (step.Time, step.Survival);
            if (step.Events > 0 && step.AtRisk > step.Events)
                variance += (total - area) * (total - area) * step.Events / step.AtRisk / (step.AtRisk - step.Events);
        }

        return variance;
    }

    private double? FirstAtMost(Func<SurvivalStep, double?> curve, double probability)
    {
        if (!(probability is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability strictly between 0 and 1 is needed; 0.5 is the median.");
        const double Rounding = 1e-12; // products of (1 − d/n) that should meet 1 − p exactly
        foreach (SurvivalStep step in _steps)
        {
            if (curve(step) is { } value && value <= 1 - probability + Rounding)
                return step.Time;
        }

        return null;
    }
}
