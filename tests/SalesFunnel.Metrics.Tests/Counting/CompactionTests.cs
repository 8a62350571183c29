using SalesFunnel.Metrics.Testing;
using SalesFunnel.Metrics.Tests.Codec;

namespace SalesFunnel.Metrics.Tests.Counting;

/// <summary>Compaction takes memory and nothing else: the counts stay as long as no event of a compacted deal follows.</summary>
[Collection(AllocationTestsRunAlone.Name)]
public class CompactionTests
{
    private const int Deals = 1 << 16;
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Property]
    public void Counts_are_the_same_with_and_without_compaction_at_any_points(LogCase log, int seed, bool waits)
    {
        TrackerOptions options = Options(log, seed, waits);
        var random = new Random(seed);
        var compacted = new StageHistoryTracker(log.Definition, options);
        var kept = new List<DealEvent>();
        long taken = 0;
        foreach (DealEvent e in log.Events)
        {
            if (waits && IsCompacted(compacted, e.Entity))
                continue; // with lateness it may be rejected only when it is released
            if (random.Next(3) == 0)
                taken += compacted.Compact();
            long before = Rejected(compacted, log);
            if (waits && before > 0)
                return; // an event waited for a deal that was compacted meanwhile
            compacted.Add(e);
            if (Rejected(compacted, log) == before)
                kept.Add(e);
        }

        if (waits && Rejected(compacted, log) > 0)
            return;
        StageHistoryTracker plain = Engine.Track(log.With(kept), options);
        Assert.Equal(taken, compacted.CompactedDealCount);
        Assert.Equal(plain.DealCount, compacted.DealCount + compacted.CompactedDealCount);
        Assert.Equal(Counts(plain, log), Counts(compacted, log));
    }

    [Property]
    public void Events_of_compacted_deals_are_rejected_alike_one_by_one_and_in_batches(LogCase log, int seed)
    {
        TrackerOptions options = Options(log, seed, waits: false);
        var singly = new StageHistoryTracker(log.Definition, options);
        var columns = new StageHistoryTracker(log.Definition, options);
        var rows = new StageHistoryTracker(log.Definition, options);
        var random = new Random(seed);
        for (int start = 0; start < log.Events.Count;)
        {
            DealEvent[] chunk = [.. log.Events.Skip(start).Take(1 + random.Next(6))];
            start += chunk.Length;
            foreach (DealEvent e in chunk)
                singly.Add(e);
            columns.Add(new EventColumns(chunk).Batch());
            rows.Add(chunk);
            if (random.Next(2) == 0)
                Assert.Equal((singly.Compact(), singly.DealCount), (columns.Compact(), rows.Compact() is var _ ? rows.DealCount : -1));
        }

        byte[] expected = SnapshotCodec.ToBytes(singly.Snapshot(log.End));
        Assert.Equal(expected, SnapshotCodec.ToBytes(columns.Snapshot(log.End)));
        Assert.Equal(expected, SnapshotCodec.ToBytes(rows.Snapshot(log.End)));
    }

    [Fact]
    public void Closed_deals_go_when_they_can_no_longer_be_reopened_and_their_later_events_are_rejected_by_name()
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic, new TrackerOptions { ReopenWithin = TimeSpan.FromDays(10) });
        tracker.Enter(1, s_start, 0);
        tracker.Add(DealEvent.Won(1, s_start.AddDays(1), amount: 70));
        tracker.Enter(2, s_start.AddDays(11), 0);
        Assert.Equal(0, tracker.Compact()); // ten days after the win: it may still be re-opened
        tracker.Enter(3, s_start.AddDays(11).AddTicks(TimeSpan.TicksPerMicrosecond), 0);
        Assert.Equal(1, tracker.Compact());
        Assert.Equal(0, tracker.Compact());
        tracker.Enter(1, s_start.AddDays(40), 1);
        tracker.Add(DealEvent.Deleted(1, s_start.AddDays(40)));
        tracker.Add(DealEvent.Amount(1, s_start.AddDays(41), 3));

        StageSnapshot s = tracker.Snapshot(s_start.AddDays(50));
        Assert.Equal((2, 1L), (tracker.DealCount, tracker.CompactedDealCount));
        Assert.Equal((1L, 70m, 2L, 3L), (s.Won, s.WonAmount, s.Open, s.Rejections.CountOf(RejectReason.Compacted)));
        Assert.Equal([4L, 5, 6], Assert.Single(s.Rejections).SamplePositions);
    }

    [Fact]
    public void Without_a_limit_of_reopening_only_deals_that_are_gone_are_compacted()
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic);
        for (long deal = 0; deal < 4; deal++)
            tracker.Enter(deal, s_start, 0);
        tracker.Add(DealEvent.Lost(1, s_start.AddDays(1)));
        tracker.Add(DealEvent.Deleted(0, s_start.AddDays(1))); // the id whose hash is that of a free place
        tracker.Add(DealEvent.MergedInto(2, s_start.AddDays(1), 1));
        tracker.Enter(3, s_start.AddYears(90), 1);

        Assert.Equal((2, 2, 2L), (tracker.Compact(), tracker.DealCount, tracker.CompactedDealCount));
        tracker.Enter(0, s_start.AddYears(91), 0);
        tracker.Enter(2, s_start.AddYears(91), 0);
        tracker.Enter(1, s_start.AddYears(91), 0);
        StageSnapshot s = tracker.Snapshot(s_start.AddYears(91));
        Assert.Equal((2L, 1L, 2L), (s.Open, s.Reopenings, s.Rejections.CountOf(RejectReason.Compacted)));
    }

    [Fact]
    public void An_outcome_without_a_date_can_always_be_taken_back_so_it_stays()
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic, new TrackerOptions { ReopenWithin = TimeSpan.Zero });
        tracker.Add(DealEvent.Won(1, null));
        tracker.Enter(2, s_start, 0);
        Assert.Equal(0, tracker.Compact());
        tracker.Enter(1, s_start, 1);
        Assert.Equal(2, tracker.Snapshot(s_start).Open);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(12)]
    public void A_compacted_deal_takes_at_most_23_bytes_and_afterwards_nothing_is_allocated(int stages)
    {
        StageHistoryTracker tracker = Closed(stages);
        long full = tracker.Deals.Bytes;
        Assert.Equal(Deals, tracker.Compact());
        long perDeal = tracker.Deals.Bytes / Deals;
        Assert.Equal((1, (long)Deals), (tracker.DealCount, tracker.CompactedDealCount));
        Assert.InRange(full / Deals, 72, 200);
        Assert.InRange(perDeal, 8, 23);

        DealEvent[] events = [.. Enumerable.Range(0, 1_000).Select(i => DealEvent.Enter(i % 2 == 0 ? -1 : i * 7, s_start.AddDays(100).AddSeconds(i), i % 2))];
        tracker.Add(events[0]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (DealEvent e in events)
            tracker.Add(e);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(500, tracker.Snapshot(s_start.AddYears(1)).Rejections.CountOf(RejectReason.Compacted));
    }

    [Fact]
    public void A_tracker_that_is_compacted_now_and_then_stays_small_however_many_deals_pass()
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic, new TrackerOptions { ReopenWithin = TimeSpan.FromDays(1) });
        long most = 0;
        for (int day = 0; day < 200; day++)
        {
            for (int i = 0; i < 100; i++)
            {
                tracker.Enter((day * 100) + i, s_start.AddDays(day), 0);
                tracker.Add(DealEvent.Lost((day * 100) + i, s_start.AddDays(day)));
            }

            tracker.Compact();
            most = Math.Max(most, tracker.DealCount);
        }

        Assert.Equal((200L, 19_800L), (most, tracker.CompactedDealCount));
        Assert.Equal(20_000, tracker.Snapshot(s_start.AddDays(200)).Lost);
        Assert.InRange(tracker.Deals.Bytes, 19_800 * 8, (19_800 * 23) + (400 * 80));
    }

    private static TrackerOptions Options(LogCase log, int seed, bool waits) => Engine.TrackerOptions(log) with
    {
        ReopenWithin = seed % 4 == 0 ? log.ReopenWithin : TimeSpan.FromHours(Math.Abs(seed % 50)),
        AllowedLateness = waits ? TimeSpan.FromDays(2) : TimeSpan.Zero,
    };

    private static bool IsCompacted(StageHistoryTracker tracker, long entity) => tracker.Deals.Compacted.Contains(EntityHash.Mix((ulong)entity));

    private static long Rejected(StageHistoryTracker tracker, LogCase log) => tracker.Snapshot(log.End).Rejections.CountOf(RejectReason.Compacted);

    private static byte[] Counts(StageHistoryTracker tracker, LogCase log)
    {
        StageSnapshot s = tracker.Snapshot(log.End);
        var rejections = new Rejections([.. s.Rejections.Where(static r => r.Reason != RejectReason.Compacted)]);
        return SnapshotBytes.OfCounts(new StageSnapshot(s.Header with { Rejections = rejections }, s.Rule, s.Cells.ToArray()), events: 1_000);
    }

    private static StageHistoryTracker Closed(int stages)
    {
        var tracker = new StageHistoryTracker(TestFunnels.Funnel(stages, 1), new TrackerOptions { ReopenWithin = TimeSpan.FromDays(30) });
        for (int deal = 0; deal < Deals; deal++)
        {
            tracker.Enter(deal * 7, s_start, 0);
            tracker.Add(DealEvent.Won(deal * 7, s_start.AddDays(1)));
        }

        tracker.Enter(-1, s_start.AddDays(99), 0);
        return tracker;
    }
}
