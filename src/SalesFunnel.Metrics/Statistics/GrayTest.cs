namespace SalesFunnel.Metrics.Statistics;

/// <summary>Gray's test: do two groups come to the same cumulative incidence of one cause, others competing? The log-rank test of competing risks.</summary>
/// <remarks>R_g = Y_g·(1 − F_g(t−)) / S_g(t−) are those that the cause can still take, of group g; the score is Σ d₁ − d·R₁/(R₁ + R₂) over the times of the cause, its variance that of
/// section 3 of the source with ρ = 0 and a correction for ties, as R's cmprsk computes it. Source: R. J. Gray, Annals of Statistics 16 (1988) 1141–1154.</remarks>
public static class GrayTest
{
    /// <summary>Tests two groups.</summary>
    /// <returns>The test with one degree of freedom, or <c>null</c> when the cause happens nowhere or one group is empty: nothing to compare.</returns>
    /// <param name="times">How long each unit was seen; finite, not negative.</param>
    /// <param name="causes">By which cause it ended then, from 1 on; 0 when it was only last seen.</param>
    /// <param name="inFirst">Whether it is in the first group.</param>
    /// <param name="cause">The cause to compare, from 1 on; all others compete.</param>
    /// <exception cref="ArgumentException">The lengths differ, a time is negative or not finite, or a cause is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cause to compare is not positive.</exception>
    public static TestResult? Compare(ReadOnlySpan<double> times, ReadOnlySpan<int> causes, ReadOnlySpan<bool> inFirst, int cause)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cause, 1);
        if (times.Length != causes.Length || times.Length != inFirst.Length)
            throw new ArgumentException($"Columns must have equal length: times has {times.Length}, causes {causes.Length}, inFirst {inFirst.Length}.", nameof(causes));
        SortedTimes.Check(times);
        double[] sorted = times.ToArray();
        var order = new int[sorted.Length];
        Group first = new();
        Group second = new();
        for (int i = 0; i < order.Length; i++)
        {
            if (causes[i] < 0)
                throw new ArgumentException($"A cause is not negative; found {causes[i]} (unit {i}).", nameof(causes));
            order[i] = i;
            (inFirst[i] ? first : second).Present++;
        }

        Array.Sort(sorted, order);
        var pooled = default(Pooled);
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
                Group group = inFirst[order[end]] ? first : second;
                group.Leaving++;
                if (causes[order[end]] == cause)
                    group.Events++;
                else if (causes[order[end]] > 0)
                    group.Others++;
            }

            if (first.Events + second.Events + first.Others + second.Others > 0)
                pooled.Step(first, second);
            first.Leave();
            second.Leave();
        }

        double variance = first.Variance(pooled.Projection) + second.Variance(-pooled.Projection);
        if (!(variance > 0))
            return null;
        double chiSquare = pooled.Score * pooled.Score / variance;
        return new TestResult(chiSquare, 1, GammaDistribution.ChiSquareSf(chiSquare, 1));
    }

    // What both groups share: the score, the incidence of both together, and ∫ a dF/(1 − F) of the source (its sign turns for the second group).
    private struct Pooled
    {
        private double _incidence;

        public double Score { get; private set; }

        public double Projection { get; private set; }

        public void Step(Group first, Group second)
        {
            double h1 = first.Present / first.Survival;
            double h2 = second.Present / second.Survival;
            h1 = first.Present > 0 ? h1 : 0;
            h2 = second.Present > 0 ? h2 : 0;
            double both = h1 + h2;
            double events = first.Events + second.Events;
            double r1 = h1 * (1 - first.Incidence);
            double r2 = h2 * (1 - second.Incidence);
            double before = _incidence;
            _incidence += events / both;
            double weight = h1 * h2 / both;
            Projection += events > 0 ? weight * events / (both * (1 - before)) : 0;
            Score += events > 0 ? first.Events - (events * r1 / (r1 + r2)) : 0;
            first.Step(weight, Projection, events, both, _incidence);
            second.Step(-weight, -Projection, events, both, _incidence);
        }
    }

    private sealed class Group
    {
        // Sums of (own − factor·projection)², of it times the factor, and of the factor squared, each times the jump of the variance.
        private double _square;
        private double _cross;
        private double _factor;
        private double _nextSurvival = 1;
        private double _nextIncidence;

        public double Present { get; set; }

        public double Survival { get; private set; } = 1;

        public double Incidence { get; private set; }

        public double Events { get; set; }

        public double Others { get; set; }

        public double Leaving { get; set; }

        public void Step(double weight, double projection, double events, double both, double incidence)
        {
            if (Present <= 0)
                return;
            _nextSurvival = Survival * ((Present - Events - Others) / Present);
            _nextIncidence = Incidence + (Survival * Events / Present);
            if (events > 0)
            {
                double factor = _nextSurvival > 0 ? 1 - ((1 - incidence) / _nextSurvival) : 1;
                double ties = events > 1 ? 1 - ((events - 1) / ((both * Survival) - 1)) : 1;
                Jump(weight - (factor * projection), factor, ties * Survival * events / (both * Present));
            }

            if (Others > 0 && _nextSurvival > 0)
            {
                double factor = (1 - incidence) / _nextSurvival;
                double ties = Others > 1 ? 1 - ((Others - 1) / (Present - 1)) : 1;
                Jump(-factor * projection, factor, ties * Survival * Survival * Others / (Present * Present));
            }
        }

        public void Leave()
        {
            Present -= Leaving;
            (Survival, Incidence) = (_nextSurvival, _nextIncidence);
            (Events, Others, Leaving) = (0, 0, 0);
        }

        public double Variance(double projection) => _square + (2 * projection * _cross) + (projection * projection * _factor);

        private void Jump(double own, double factor, double size)
        {
            _square += own * own * size;
            _cross += own * factor * size;
            _factor += factor * factor * size;
        }
    }
}
