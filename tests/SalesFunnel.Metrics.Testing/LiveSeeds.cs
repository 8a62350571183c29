namespace SalesFunnel.Metrics.Testing;

/// <summary>Small saved checkpoints and blocks of an event log.</summary>
public static class LiveSeeds
{
    private static readonly DateTimeOffset Day = new(2026, 4, 1, 8, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<byte[]> All { get; } =
    [
        CheckpointCodec.ToBytes(new FunnelCheckpoint(new StageHistoryTracker(FunnelDefinition.Classic))),
        CheckpointCodec.ToBytes(new FunnelCheckpoint(StageHistoryTrackerCodec.Read(TrackerSeeds.All[^1])) { Number = 7, SavedAt = Day, LogNumber = 300, Refused = 2, Redelivered = 1, Sources = [new("a", -5), new("b", 1L << 40)] }),
        EventBlockCodec.ToBytes(default, []),
        EventBlockCodec.ToBytes(Events(every: 1).Batch, [new("orders", 12)]),
        EventBlockCodec.ToBytes(Events(every: 100).Batch, [new("a", 1), new("b", 2)]),
    ];

    public static (EventBuffer Events, IReadOnlyList<SourcePosition> Sources) ReadBlock(byte[] state)
    {
        var events = new EventBuffer();
        IReadOnlyList<SourcePosition> sources = EventBlockCodec.Read(state, events);
        return (events, sources);
    }

    /// <summary>Entries, with every other column used in the first of so many.</summary>
    private static EventBuffer Events(int every)
    {
        var events = new EventBuffer();
        for (int i = 0; i < 6; i++)
            events.Add((i + 1) % every == 0 ? DealEvent.Enter(i, Day.AddHours(i), 1 + (i % 2), amount: i, segment: i, seq: i) with { Kind = i == 3 ? DealEventKind.Won : DealEventKind.Enter } : DealEvent.Enter(i, Day, 0));
        return events;
    }
}
