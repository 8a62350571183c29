namespace SalesFunnel.Metrics.Testing;

/// <summary>Small saved stage-history trackers that between them hold everything that can be saved.</summary>
public static class TrackerSeeds
{
    private static readonly DateTimeOffset Day = new(2026, 4, 1, 8, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<byte[]> All { get; } =
    [
        StageHistoryTrackerCodec.ToBytes(new StageHistoryTracker(FunnelDefinition.Classic)),
        Save(FunnelDefinition.Classic, new TrackerOptions(), compacts: false),
        Save(TestFunnels.Funnel(3, 2), new TrackerOptions { Calendar = TestFunnels.Calendar(CohortUnit.Month, "Europe/Berlin"), Rule = CountingRule.Strict }, compacts: false),
        Save(TestFunnels.Funnel(11, 1), new TrackerOptions { ReopenWithin = TimeSpan.FromDays(3), AllowedLateness = TimeSpan.FromHours(30) }, compacts: false),
        Save(TestFunnels.Funnel(3, 1), new TrackerOptions { ReopenWithin = TimeSpan.FromDays(2) }, compacts: true),
        Save(TestFunnels.Funnel(4, 3), new TrackerOptions { ReopenWithin = TimeSpan.FromDays(2), AllowedLateness = TimeSpan.FromHours(30), Calendar = TestFunnels.Calendar(CohortUnit.Week, "UTC"), MaxSegmentValues = 2, Partition = new Partition(7, 1, 3) }, compacts: true),
    ];

    private static byte[] Save(FunnelDefinition funnel, TrackerOptions options, bool compacts)
    {
        var tracker = new StageHistoryTracker(funnel, options);
        int last = funnel.OpenStageCount - 1;
        for (int deal = 0; deal < 12; deal++)
        {
            DateTimeOffset at = Day.AddDays(deal);
            tracker.Add(DealEvent.SegmentOf(deal, deal % 5 == 0 ? null : at, (deal + 1) % funnel.Dimensions.Count, deal % 4));
            if (deal == 7)
                continue; // never created
            tracker.Add(DealEvent.Enter(deal, deal % 5 == 1 ? null : at, 0, amount: 10 * deal, segment: deal % 3));
            tracker.Add(DealEvent.Enter(deal, at.AddHours(deal), last, seq: deal == 3 ? null : deal));
            tracker.Add(DealEvent.Enter(deal, at.AddHours(deal + 1), deal % 2));
            if (deal % 3 == 0)
                tracker.Add(DealEvent.Hold(deal, at.AddHours(deal + 2)));
            tracker.Add(deal % 4 == 0 ? DealEvent.Lost(deal, at.AddHours(20)) : deal % 4 == 1 ? DealEvent.Won(deal, at.AddHours(20)) : DealEvent.Amount(deal, at.AddHours(20), 3));
            if (deal is 4 or 6)
                tracker.Add(deal == 4 ? DealEvent.Deleted(deal, at.AddHours(21)) : DealEvent.MergedInto(deal, at.AddHours(21), 1));
            tracker.Add(DealEvent.Resume(deal, at.AddHours(22))); // impossible for most
            if (compacts && deal == 8)
                tracker.Compact();
        }

        tracker.Add(DealEvent.Enter(1, Day.AddDays(11.5), 0)); // re-opened, or too late
        tracker.Add(DealEvent.Enter(2, Day.AddDays(-9), 0)); // late
        return StageHistoryTrackerCodec.ToBytes(tracker);
    }
}
