namespace SalesFunnel.Metrics.Statistics;

/// <summary>Kaplan–Meier curve of times of which some are right-censored: the honest distribution of a time that has not ended for everybody.</summary>
/// <remarks>S(t) = Π (1 − d/n) over distinct times; at equal times events come before censorings. Variance by Greenwood, S²·Σ d/(n(n − d)); interval on the
/// log(−log S) scale. A fit sorts the two kinds of times apart and takes about as long as one sort of all; memory is 64 bytes for every distinct time.
/// Sources: E. L. Kaplan, P. Meier, JASA 53 (1958) 457–481; J. D. Kalbfleisch, R. L. Prentice (1980).</remarks>
public sealed class KaplanMeier
{
    private readonly SurvivalColumns _steps;

    private KaplanMeier(SurvivalColumns steps, double level)
    {
        _steps = steps;
        Level = level;
    }

    /// <summary>Gets the level of the intervals.</summary>
    public double Level { get; }

    /// <summary>Gets the distinct times, ascending. Standard errors and limits are worked out as a step is read.</summary>
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
        SortedTimes.Check(times);
        for (int i = 0; i < entries.Length; i++)
        {
            if (!(entries[i] < times[i]))
                throw new ArgumentException($"Entry {i} is not before its time.", nameof(entries));
        }

        // Ended from the left, censored from the right: two sorts of plain numbers instead of one that carries flags along.
        double[] sorted = GC.AllocateUninitializedArray<double>(times.Length);
        (int left, int right) = (0, times.Length);
        for (int i = 0; i < times.Length; i++)
        {
            if (ended[i])
                sorted[left++] = times[i];
            else
                sorted[--right] = times[i];
        }

        Span<double> ends = sorted.AsSpan(0, left);
        Span<double> open = sorted.AsSpan(left);
        ends.Sort();
        open.Sort();
        double[] entered = entries.ToArray();
        Array.Sort(entered);
        var steps = new SurvivalColumns(SortedTimes.Distinct(ends) + SortedTimes.Distinct(open), level);
        steps.Merge(ends, open, entered);
        return new KaplanMeier(steps, level);
    }

    /// <summary>Estimates the curve from rows of equal values, for example the buckets of a histogram, without expanding them.</summary>
    /// <remarks>Equal to <see cref="Fit(ReadOnlySpan{double}, ReadOnlySpan{bool}, double)"/> of the expanded sample when <paramref name="order"/> is
    /// <see cref="TieOrder.EndedFirst"/>. When a row stands for a range of values, the order inside the range is lost: with n there before it, d ended and c
    /// censored in it, the exact curve falls across it by a factor between 1 − d/(n − c) (all censored first) and 1 − d/n (all ended first). So the fits of the two orders
    /// enclose the exact curve at the end of every range, and the exact quantile lies between the first value of the range at which the lower fit
    /// comes to 1 − p and the last value of that at which the upper fit does. Where both name one bucket of <see cref="LogLinearBuckets"/>, its middle is off by at most
    /// <see cref="LogLinearBuckets.MaxRelativeError"/>.</remarks>
    /// <param name="values">The values of the rows, ascending, each once; finite, not negative.</param>
    /// <param name="ended">How many ended at each.</param>
    /// <param name="censored">How many were last seen at each.</param>
    /// <param name="level">Confidence level of the intervals.</param>
    /// <param name="order">What comes first in a row.</param>
    /// <exception cref="ArgumentException">The lengths differ, the values do not ascend, or a count is negative.</exception>
    /// <exception cref="OverflowException">There are more units than a 64-bit number can count.</exception>
    public static KaplanMeier FitGrouped(
        ReadOnlySpan<double> values, ReadOnlySpan<long> ended, ReadOnlySpan<long> censored, double level = 0.95, TieOrder order = TieOrder.EndedFirst)
    {
        if (values.Length != ended.Length || values.Length != censored.Length)
            throw new ArgumentException($"Columns must have equal length: values has {values.Length}, ended {ended.Length}, censored {censored.Length}.", nameof(ended));
        SortedTimes.CheckRows(values);
        long present = checked(SortedTimes.Total(ended, nameof(ended)) + SortedTimes.Total(censored, nameof(censored)));
        var steps = new SurvivalColumns(values.Length, level);
        steps.Group(values, ended, censored, present, order);
        return new KaplanMeier(steps, level);
    }

    /// <summary>The estimated share that stays longer than a time.</summary>
    /// <param name="time">The time.</param>
    public double Survival(double time)
    {
        int steps = SortedTimes.CountUpTo(_steps.Times, time);
        return steps == 0 ? 1 : _steps.Survival[steps - 1];
    }

    /// <summary>A quantile: the smallest time by which the share p has ended, inf{t: S(t) ≤ 1 − p}.</summary>
    /// <remarks>Where S stays at exactly 1 − p for a while, R gives the middle of that stretch; this gives its beginning.</remarks>
    /// <returns>The quantile, or <c>null</c> when it is not reached: too many units have not ended.</returns>
    /// <param name="probability">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in (0, 1).</exception>
    public double? Quantile(double probability)
    {
        int step = _steps.FirstSurvivalAtMost(Remaining(probability));
        return step < _steps.Count ? _steps.Times[step] : null;
    }

    /// <summary>The interval of a quantile: where the limits of the curve cross 1 − p (Brookmeyer and Crowley, 1982).</summary>
    /// <returns>The limits; <c>null</c> for one that is not reached.</returns>
    /// <param name="probability">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in (0, 1).</exception>
    public (double? Low, double? High) QuantileInterval(double probability)
    {
        double remaining = Remaining(probability);
        int low = _steps.FirstLimitAtMost(remaining, upper: false, from: 0);
        // The upper limit is nowhere below the curve, so that it cannot cross before the curve does.
        int high = _steps.FirstLimitAtMost(remaining, upper: true, from: _steps.FirstSurvivalAtMost(remaining));
        return (low < 0 ? null : _steps.Times[low], high < 0 ? null : _steps.Times[high]);
    }

    /// <summary>Restricted mean: the expected time up to a horizon, the area under the curve to τ, with its standard error.</summary>
    /// <remarks>Variance Σ over event times ≤ τ of (area from t to τ)² d/(n(n − d)). Source: J. O. Irwin (1949).</remarks>
    /// <returns>Mean and standard error, or <c>null</c> when τ is beyond the last time seen and the curve has not come to 0: the area is not known.</returns>
    /// <param name="horizon">τ, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not positive.</exception>
    public (double Mean, double StandardError)? RestrictedMean(double horizon)
    {
        if (!(horizon > 0))
            throw new ArgumentOutOfRangeException(nameof(horizon), horizon, "A horizon is positive.");
        ReadOnlySpan<double> times = _steps.Times;
        ReadOnlySpan<double> curve = _steps.Survival;
        if (times.IsEmpty || (horizon > times[^1] && curve[^1] > 0))
            return null;
        double total = 0;
        double previous = 0;
        double survival = 1;
        for (int i = 0; i < times.Length && previous < horizon; i++)
        {
            double until = Math.Min(times[i], horizon);
            total += survival * (until - previous);
            (previous, survival) = (until, times[i] <= horizon ? curve[i] : survival);
        }

        total += survival * (horizon - previous);
        return (total, Math.Sqrt(_steps.RestrictedVariance(horizon, total)));
    }

    private static double Remaining(double probability)
    {
        if (!(probability is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability strictly between 0 and 1 is needed; 0.5 is the median.");
        const double Rounding = 1e-12; // products of (1 − d/n) that should meet 1 − p exactly
        return 1 - probability + Rounding;
    }
}
