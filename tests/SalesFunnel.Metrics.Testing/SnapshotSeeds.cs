namespace SalesFunnel.Metrics.Testing;

/// <summary>Small snapshots that between them hold everything that can be saved.</summary>
public static class SnapshotSeeds
{
    private static readonly DateTimeOffset Day = new(2026, 4, 1, 8, 0, 0, TimeSpan.Zero);

    public static byte[] Classic { get; } = Save(FunnelDefinition.Classic, new TrackerOptions());

    public static IReadOnlyList<byte[]> All { get; } =
    [
        SnapshotCodec.ToBytes(StageSnapshot.Empty(FunnelDefinition.Classic, Day)),
        Classic,
        Save(TwoDimensions(), new TrackerOptions { Calendar = CohortCalendar.Of(CohortUnit.Month, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")), Partition = new Partition(7, 1, 3) }),
        Merged(),
    ];

    private static FunnelDefinition TwoDimensions() => FunnelDefinition.Create("Zwölf").Stage("a", label: "Anfang").Stage("b", StageRole.Interest).Dimension("Kanal").Dimension("owner").Won("z");

    private static byte[] Merged()
    {
        StageSnapshot Shard(int index) => SnapshotCodec.Read(Save(FunnelDefinition.Classic, new TrackerOptions { Rule = CountingRule.Strict, Partition = new Partition(9, index, 2) }));
        return SnapshotCodec.ToBytes(StageSnapshot.Merge(Shard(0), Shard(1)));
    }

    private static byte[] Save(FunnelDefinition funnel, TrackerOptions options)
    {
        var tracker = new StageHistoryTracker(funnel, options);
        for (int deal = 0; deal < 9; deal++)
        {
            DateTimeOffset at = Day.AddDays(deal * 11);
            tracker.Add(DealEvent.Enter(deal, at, 0, amount: deal == 3 ? -20 : 1_000.5m * deal, segment: deal % 3 == 0 ? null : deal % 2));
            tracker.Add(DealEvent.Enter(deal, at.AddHours(deal * deal), 1));
            tracker.Add(DealEvent.Enter(deal, at.AddHours(deal * deal), deal % 2));
            tracker.Add(DealEvent.Enter(deal, at.AddHours(-1), 1)); // late
            if (deal % 4 != 1)
                tracker.Add(deal % 4 == 0 ? DealEvent.Lost(deal, at.AddDays(40)) : DealEvent.Won(deal, at.AddDays(30)));
        }

        tracker.Add(DealEvent.Enter(2, Day.AddDays(200), 0)); // re-opened
        return SnapshotCodec.ToBytes(tracker.Snapshot(Day.AddDays(300)));
    }
}
