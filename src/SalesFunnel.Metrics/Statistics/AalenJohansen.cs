namespace SalesFunnel.Metrics.Statistics;

/// <summary>Aalen–Johansen estimate of the shares won and lost by time, with deals still open as censored: what won ÷ created would be had all been watched long enough.</summary>
/// <remarks>F_k += S(t−)·d_k/n, S by all outcomes; won + lost + open = 1. One minus Kaplan–Meier with losses as censored is always too high and not offered.
/// Variance by the delta method (equal to the infinitesimal jackknife of R's survival):
/// Σ (F(T) − F(t))² d/(n(n − d)) + S² (n − d_k) d_k/n³ − 2 (F(T) − F(t)) S d_k/n². Sources: O. O. Aalen, S. Johansen, Scandinavian Journal of Statistics 5 (1978)
/// 141–150; E. Marubini, M. G. Valsecchi (1995).</remarks>
public sealed class AalenJohansen
{
    private readonly CumulativeIncidenceStep[] _steps;

    private AalenJohansen(CumulativeIncidenceStep[] steps) => _steps = steps;

    /// <summary>Gets the distinct times, ascending.</summary>
    public IReadOnlyList<CumulativeIncidenceStep> Steps => _steps;

    /// <summary>Estimates the incidences.</summary>
    /// <param name="times">Age of each deal at its outcome, or when it was last seen open; finite, not negative.</param>
    /// <param name="outcomes">How it stood then.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a time is negative or not finite.</exception>
    public static AalenJohansen Fit(ReadOnlySpan<double> times, ReadOnlySpan<DealOutcome> outcomes)
    {
        if (times.Length != outcomes.Length)
            throw new ArgumentException($"Columns must have equal length: times has {times.Length}, outcomes {outcomes.Length}.", nameof(outcomes));
        double[] sorted = times.ToArray();
        DealOutcome[] ends = outcomes.ToArray();
        Array.Sort(sorted, ends);
        if (sorted.Length > 0 && !(sorted[0] >= 0 && double.IsFinite(sorted[^1])))
            throw new ArgumentException("A time is negative or not finite.", nameof(times));

        var steps = new List<CumulativeIncidenceStep>();
        double survival = 1;
        var won = default(Cause);
        var lost = default(Cause);
        for (int start = 0; start < sorted.Length;)
        {
            (long wins, long losses, int end) = (0, 0, start);
            for (; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
                wins += ends[end] == DealOutcome.Won ? 1 : 0;
                losses += ends[end] == DealOutcome.Lost ? 1 : 0;
            }

            double atRisk = sorted.Length - start;
            won.Step(survival, atRisk, wins, wins + losses);
            lost.Step(survival, atRisk, losses, wins + losses);
            survival *= (atRisk - wins - losses) / atRisk;
            steps.Add(new CumulativeIncidenceStep(sorted[start], survival, won.Incidence, lost.Incidence, won.StandardError, lost.StandardError));
            start = end;
        }

        return new AalenJohansen([.. steps]);
    }

    /// <summary>The incidences at a time; all open before the first.</summary>
    /// <param name="time">The time.</param>
    public CumulativeIncidenceStep At(double time)
    {
        var at = new CumulativeIncidenceStep(0, 1, 0, 0, 0, 0);
        foreach (CumulativeIncidenceStep step in _steps)
        {
            if (step.Time > time)
                break;
            at = step;
        }

        return at;
    }

    // The variance in one pass: with F the incidence at t, Σ (F(T) − F)²·a − 2 (F(T) − F)·c + b as a polynomial in F(T).
    private struct Cause
    {
        private double _a0;
        private double _a1;
        private double _a2;
        private double _b;
        private double _c0;
        private double _c1;

        public double Incidence { get; private set; }

        public readonly double StandardError
        {
            get
            {
                double f = Incidence;
                double variance = (f * f * _a0) - (2 * f * _a1) + _a2 + _b - (2 * ((f * _c0) - _c1));
                return Math.Sqrt(Math.Max(variance, 0)); // the polynomial can fall below 0 by rounding
            }
        }

        public void Step(double survival, double atRisk, long events, long allEvents)
        {
            Incidence += survival * events / atRisk;
            double f = Incidence;
            if (allEvents < atRisk)
            {
                double a = allEvents / atRisk / (atRisk - allEvents);
                _a0 += a;
                _a1 += f * a;
                _a2 += f * f * a;
            }

            double c = survival * events / (atRisk * atRisk);
            _b += survival * survival * (atRisk - events) * events / (atRisk * atRisk * atRisk);
            _c0 += c;
            _c1 += f * c;
        }
    }
}
