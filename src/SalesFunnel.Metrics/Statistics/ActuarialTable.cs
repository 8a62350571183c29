namespace SalesFunnel.Metrics.Statistics;

/// <summary>Actuarial life table: survival from counts by interval, with those last seen within an interval exposed for half of it.</summary>
public static class ActuarialTable
{
    /// <summary>Computes the table.</summary>
    /// <returns>One step per interval, up to the first in which nobody is exposed.</returns>
    /// <param name="entering">Units at the start.</param>
    /// <param name="events">Units that ended, by interval.</param>
    /// <param name="censored">Units last seen without having ended, by interval.</param>
    /// <exception cref="ArgumentException">The lengths differ, or more units leave than are there.</exception>
    public static IReadOnlyList<ActuarialStep> Of(long entering, ReadOnlySpan<long> events, ReadOnlySpan<long> censored)
    {
        if (events.Length != censored.Length)
            throw new ArgumentException($"Columns must have equal length: events has {events.Length}, censored {censored.Length}.", nameof(censored));
        var steps = new List<ActuarialStep>();
        (double survival, double greenwood, long present) = (1, 0, entering);
        for (int i = 0; i < events.Length; i++)
        {
            if (events[i] < 0 || censored[i] < 0 || events[i] + censored[i] > present)
                throw new ArgumentException($"In interval {i} more units leave than the {present} that are there, or a count is negative.", nameof(events));
            double exposed = present - (censored[i] / 2.0);
            if (exposed <= 0)
                break;
            double q = events[i] / exposed;
            survival *= 1 - q;
            greenwood += q < 1 ? q / (exposed * (1 - q)) : 0;
            steps.Add(new ActuarialStep(q, survival, survival * Math.Sqrt(greenwood)));
            present -= events[i] + censored[i];
        }

        return steps.AsReadOnly();
    }
}
