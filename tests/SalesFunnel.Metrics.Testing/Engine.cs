namespace SalesFunnel.Metrics.Testing;

/// <summary>Runs the engine on a generated case.</summary>
public static class Engine
{
    public static TrackerOptions TrackerOptions(LogCase log) => new() { Rule = log.Rule, Calendar = log.Calendar, ReopenWithin = log.ReopenWithin };

    public static LogCountOptions LogOptions(LogCase log, SegmentAttribution attribution = SegmentAttribution.AtEntry) =>
        new() { Rule = log.Rule, Calendar = log.Calendar, ReopenWithin = log.ReopenWithin, Attribution = attribution };

    public static StageHistoryTracker Track(LogCase log, TrackerOptions? options = null)
    {
        var tracker = new StageHistoryTracker(log.Definition, options ?? TrackerOptions(log));
        foreach (DealEvent e in log.Events)
            tracker.Add(e);
        return tracker;
    }

    public static DealLog Log(LogCase log)
    {
        var builder = new DealLogBuilder(log.Definition);
        foreach (DealEvent e in log.Events)
            builder.Add(e);
        return builder.Build();
    }

    /// <summary>Fails with every difference, one a line.</summary>
    public static void AssertNone(IReadOnlyList<string> differences)
    {
        if (differences.Count > 0)
            throw new InvalidOperationException("\n" + string.Join('\n', differences));
    }
}
