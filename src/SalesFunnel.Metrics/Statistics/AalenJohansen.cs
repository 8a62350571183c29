using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Statistics;

/// <summary>Aalen–Johansen estimate of the shares won and lost by time, with deals still open as censored: what won ÷ created would be had all been watched long enough.</summary>
/// <remarks><see cref="CompetingRisks"/> with the causes won and lost: formulas, variance and sources stand there. Won + lost + open = 1. One minus Kaplan–Meier
/// with losses as censored is always too high and not offered.</remarks>
public sealed class AalenJohansen
{
    private readonly CompetingRisks _risks;
    private readonly IncidenceSteps _steps;

    private AalenJohansen(CompetingRisks risks)
    {
        _risks = risks;
        _steps = new IncidenceSteps(risks);
    }

    /// <summary>Gets the distinct times, ascending.</summary>
    public IReadOnlyList<CumulativeIncidenceStep> Steps => _steps;

    /// <summary>Estimates the incidences.</summary>
    /// <param name="times">Age of each deal at its outcome, or when it was last seen open; finite, not negative.</param>
    /// <param name="outcomes">How it stood then.</param>
    /// <exception cref="ArgumentException">The lengths differ, a time is negative or not finite, or an outcome is unknown.</exception>
    public static AalenJohansen Fit(ReadOnlySpan<double> times, ReadOnlySpan<DealOutcome> outcomes)
    {
        if (times.Length != outcomes.Length)
            throw new ArgumentException($"Columns must have equal length: times has {times.Length}, outcomes {outcomes.Length}.", nameof(outcomes));
        return new AalenJohansen(CompetingRisks.Fit(times, MemoryMarshal.Cast<DealOutcome, int>(outcomes), (int)DealOutcome.Lost));
    }

    /// <summary>Estimates the incidences from rows of equal ages, for example the buckets of a histogram.</summary>
    /// <remarks>How far this can be from the exact estimate when a row stands for a range: see <see cref="CompetingRisks.FitGrouped"/>.</remarks>
    /// <param name="values">The ages of the rows, ascending, each once; finite, not negative.</param>
    /// <param name="won">How many were won at each.</param>
    /// <param name="lost">How many were lost at each.</param>
    /// <param name="open">How many were last seen open at each.</param>
    /// <param name="order">What comes first in a row.</param>
    /// <exception cref="ArgumentException">The lengths differ, the values do not ascend, or a count is negative.</exception>
    /// <exception cref="OverflowException">There are more deals than a 64-bit number can count.</exception>
    public static AalenJohansen FitGrouped(
        ReadOnlySpan<double> values, ReadOnlySpan<long> won, ReadOnlySpan<long> lost, ReadOnlySpan<long> open, TieOrder order = TieOrder.EndedFirst)
    {
        if (values.Length != won.Length || values.Length != lost.Length || values.Length != open.Length)
            throw new ArgumentException($"Columns must have equal length: values has {values.Length}, won {won.Length}, lost {lost.Length}, open {open.Length}.", nameof(values));
        var events = new long[2 * values.Length];
        for (int row = 0; row < values.Length; row++)
            (events[2 * row], events[(2 * row) + 1]) = (won[row], lost[row]);
        return new AalenJohansen(CompetingRisks.FitGrouped(values, events, open, (int)DealOutcome.Lost, order));
    }

    /// <summary>The incidences at a time; all open before the first.</summary>
    /// <param name="time">The time.</param>
    public CumulativeIncidenceStep At(double time)
    {
        int index = _risks.IndexOf(time);
        return _steps.Read(index < 0 ? 0 : _risks.Time(index), index);
    }

    /// <summary>The incidences at the last time seen; the ultimate shares only when hardly anything is still open then. All open for an empty sample.</summary>
    public CumulativeIncidenceStep AtEnd() => _steps.Read(_risks.LastTime ?? 0, _risks.Count - 1);
}
