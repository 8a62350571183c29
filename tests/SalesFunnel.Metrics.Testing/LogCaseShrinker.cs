namespace SalesFunnel.Metrics.Testing;

internal static class LogCaseShrinker
{
    /// <summary>Simpler cases: big steps first (fewer events, no options), then single events made plainer.</summary>
    public static IEnumerable<LogCase> Shrink(LogCase log) => FewerEvents(log).Concat(FewerOptions(log)).Concat(PlainerEvents(log));

    private static IEnumerable<LogCase> FewerEvents(LogCase log)
    {
        int count = log.Events.Count;
        for (int length = count; length >= 1; length /= 2)
        {
            for (int start = 0; start < count; start += length)
                yield return log.With(log.Events.Where((_, i) => i < start || i >= start + length));
        }
    }

    private static IEnumerable<LogCase> FewerOptions(LogCase log)
    {
        if (log.Calendar is not null)
            yield return log with { Calendar = null };
        if (log.Calendar is { Unit: not CohortUnit.Year })
            yield return log with { Calendar = TestFunnels.Calendar(CohortUnit.Year, "UTC") };
        if (log.ReopenWithin is not null)
            yield return log with { ReopenWithin = null };
        if (log.Rule != CountingRule.Reached)
            yield return log with { Rule = CountingRule.Reached };
        if (log.AsOfTimes.Count > 1)
        {
            yield return log with { AsOfTimes = [log.AsOfTimes[0]] };
            yield return log with { AsOfTimes = [log.AsOfTimes[^1]] };
        }

        if (log.Events.Any(e => e.Seq != DealEvent.NoSeq))
            yield return log.With(log.Events.Select(e => e with { Seq = DealEvent.NoSeq }));
        foreach (int fewer in new[] { 2, 4, log.Definition.Stages.Count - 1 })
        {
            bool fits = fewer >= FunnelDefinition.MinStages && fewer < log.Definition.Stages.Count;
            if (fits && log.Events.All(e => e.Kind == DealEventKind.Segment || e.Stage < fewer - 1))
                yield return log with { Definition = TestFunnels.Funnel(fewer, log.Definition.Dimensions.Count) };
        }

        if (log.Definition.Dimensions.Count > 1 && log.Events.All(e => e.Kind != DealEventKind.Segment || e.Stage == 0))
            yield return log with { Definition = TestFunnels.Funnel(log.Definition.Stages.Count, 1) };
    }

    private static IEnumerable<LogCase> PlainerEvents(LogCase log)
    {
        for (int i = 0; i < log.Events.Count; i++)
        {
            foreach (DealEvent plainer in Plainer(log.Events[i]))
            {
                DealEvent[] events = [.. log.Events];
                events[i] = plainer;
                yield return log.With(events);
            }
        }
    }

    private static IEnumerable<DealEvent> Plainer(DealEvent e)
    {
        if (e.Entity > 1)
            yield return e with { Entity = 1 };
        if (e.Seq != DealEvent.NoSeq)
            yield return e with { Seq = DealEvent.NoSeq };
        if (e.Value != DealEvent.NoValue && e.Kind != DealEventKind.Amount)
            yield return e with { Value = DealEvent.NoValue };
        if (e.Segment != DealEvent.NoValue && e.Kind != DealEventKind.Segment)
            yield return e with { Segment = DealEvent.NoValue };
        if (e.Stage > 0)
            yield return e with { Stage = e.Stage - 1 };
        if (e.AtUnixMicros != TimeGrid.Base && e.AtUnixMicros != EventTime.Undated)
            yield return e with { AtUnixMicros = TimeGrid.Base };
    }
}
