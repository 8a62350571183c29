namespace SalesFunnel.Metrics;

/// <summary>The events of an entity at one time.</summary>
/// <param name="At">When.</param>
/// <param name="First">Index of the first.</param>
/// <param name="Count">How many.</param>
/// <param name="Steps">The steps that any of them does.</param>
/// <param name="Exclusions">The exclusions that any of them triggers.</param>
/// <param name="StepEvents">How many do a step.</param>
internal readonly record struct ChainGroup(long At, int First, int Count, ulong Steps, ulong Exclusions, int StepEvents)
{
    /// <summary>Splits events, ascending by time. Times at which nothing is counted are left out, so that groups that follow each other directly stand side by side.</summary>
    public static void Read(ReadOnlySpan<ReplayEvent> events, ChainRules rules, List<ChainGroup> groups)
    {
        groups.Clear();
        for (int first = 0, next; first < events.Length; first = next)
        {
            (ulong steps, ulong exclusions, int stepEvents, bool isCounted) = (0, 0, 0, false);
            for (next = first; next < events.Length && events[next].At == events[first].At; next++)
            {
                steps |= events[next].Steps;
                exclusions |= events[next].Exclusions;
                stepEvents += events[next].Steps != 0 ? 1 : 0;
                isCounted |= rules.Counts(events[next]);
            }

            if (isCounted)
                groups.Add(new ChainGroup(events[first].At, first, next - first, steps, exclusions, stepEvents));
        }
    }
}
