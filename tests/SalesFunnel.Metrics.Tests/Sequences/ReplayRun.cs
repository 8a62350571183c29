namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>Counts events by the evaluator of a definition alone, without a tracker.</summary>
internal static class ReplayRun
{
    /// <summary>Counts events given in order of arrival.</summary>
    /// <param name="definition">The sequence.</param>
    /// <param name="events">The events of all entities.</param>
    /// <param name="options">Resolution and breakdown; seconds and none when not given.</param>
    /// <param name="asOf">When endings are judged, in units of the resolution; the last event when not given.</param>
    public static SequenceSnapshot Count(SequenceDefinition definition, IReadOnlyList<SequenceEvent> events, SequenceOptions? options = null, long? asOf = null)
    {
        options ??= new SequenceOptions { Resolution = TimeResolution.Second, Detail = SequenceDetail.Chains };
        long end = asOf ?? events.Select(static e => e.At).DefaultIfEmpty().Max();
        ISequenceEvaluator evaluator = SequenceEvaluators.For(definition, options);
        var chains = new SequenceChains(definition.Steps.Count);
        foreach (IGrouping<long, (SequenceEvent Event, long Order)> entity in events.Select(static (e, i) => (Event: e, Order: (long)i)).GroupBy(static e => e.Event.Entity).OrderBy(static g => g.Key))
        {
            ReplayEvent[] kept =
            [
                .. entity.OrderBy(static e => e.Event.At) // stable
                    .Where(e => definition.CountsForeignEvents || e.Event.Steps != 0 || e.Event.Exclusions != 0)
                    .Select(static e => new ReplayEvent(e.Event.At, e.Order, e.Event.Steps, e.Event.Exclusions, e.Event.Segment)),
            ];
            evaluator.Evaluate(entity.Key, kept, end, chains);
        }

        return SequenceSnapshot.Of(
            new SequenceHeader
            {
                Definition = definition,
                Resolution = options.Resolution,
                Breakdown = options.Breakdown,
                AsOf = end,
                Partitions = [],
                Events = events.Count,
                Forgotten = 0,
                Rejections = [],
            },
            chains);
    }

    /// <summary>The furthest step of every entity that has a chain.</summary>
    public static Dictionary<long, int> Levels(SequenceSnapshot snapshot) => snapshot.Chains!.GroupBy(static c => c.Entity).ToDictionary(static g => g.Key, static g => g.Max(static c => c.Level));

    public static long[] Counts(SequenceSnapshot snapshot) => [.. Enumerable.Range(0, snapshot.Definition.Steps.Count).Select(snapshot.Reached)];
}
