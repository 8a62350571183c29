using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Counting;

/// <summary>What a cell takes, as docs/performance.md states it; cells that no deal is in take nothing.</summary>
[Collection(AllocationTestsRunAlone.Name)]
public class CellMemoryTests
{
    private static readonly DateTimeOffset Day = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>216 bytes an open stage and 64, in whole cache lines.</summary>
    [Theory]
    [InlineData(2, 320)]
    [InlineData(4, 768)]
    [InlineData(8, 1_600)]
    [InlineData(64, 13_696)]
    public void The_counters_of_a_cell_take_216_bytes_an_open_stage_and_64(int stages, int bytes)
    {
        int length = new CellLayout(stages).Length * sizeof(long);

        Assert.Equal(bytes, length);
        Assert.InRange(length, ((stages - 1) * 216) + 64, ((stages - 1) * 216) + 64 + 63);
    }

    [Fact]
    public void No_two_counters_share_a_place_and_every_one_is_saved()
    {
        foreach (int stages in new[] { 2, 5, 64 })
        {
            var layout = new CellLayout(stages);
            var places = new CellPlaces(layout);
            int[] all = [.. Enumerable.Range(0, places.Count).Select(i => places[i])];

            Assert.Equal(((stages - 1) * 26) + 8, all.Distinct().Count());
            Assert.Equal(all.Length, all.Distinct().Count());
            Assert.True(all.Max() < layout.Length && all.Min() >= 0);
        }
    }

    [Fact]
    public void Empty_cells_cost_nothing_in_a_tracker_or_a_snapshot()
    {
        // 64 stages, three dimensions, days as cohorts: the used cells are the same two, whatever else could be told apart.
        CohortCalendar days = TestFunnels.Calendar(CohortUnit.Day, "UTC");
        StageHistoryTracker few = Fed(new TrackerOptions { Calendar = days, MaxSegmentValues = 2 }, dimensions: 1);
        StageHistoryTracker many = Fed(new TrackerOptions { Calendar = days, MaxSegmentValues = 1_000_000 }, dimensions: 3);
        byte[] fewBytes = SnapshotCodec.ToBytes(few.Snapshot(Day.AddDays(9)));
        byte[] manyBytes = SnapshotCodec.ToBytes(many.Snapshot(Day.AddDays(9)));

        Assert.Equal(few.StateBytes, many.StateBytes);
        Assert.Equal(fewBytes.Length + (2 * (1 + 2)) + (2 * 2), manyBytes.Length); // two more names, and two absent values in each of two cells
    }

    [Fact]
    public void Memory_grows_with_used_cells_and_not_with_stages_times_segments()
    {
        long Allocated(int segments)
        {
            var tracker = new StageHistoryTracker(TestFunnels.Funnel(64, 1));
            long before = tracker.StateBytes;
            for (int deal = 0; deal < segments; deal++)
                tracker.Enter(deal % 8, Day.AddSeconds(deal), 0, segment: deal % 8); // later segments of a known deal open no cell
            return tracker.StateBytes - before;
        }

        Assert.Equal(Allocated(8), Allocated(4_000));
        Assert.InRange(Allocated(8), 8 * 13_696, (8 * 13_696) + 72); // and what aligns the array to a cache line
    }

    [Theory]
    [InlineData(4)]
    [InlineData(64)]
    public void A_saved_cell_takes_bytes_for_what_it_counts_and_not_for_its_stages(int stages)
    {
        StageSnapshot Of(int segments)
        {
            var tracker = new StageHistoryTracker(TestFunnels.Funnel(stages, 1));
            for (int deal = 0; deal < segments; deal++)
                tracker.Enter(deal, Day, 0, segment: deal);
            return tracker.Snapshot(Day.AddDays(1));
        }

        int perCell = (SnapshotCodec.GetByteCount(Of(101)) - SnapshotCodec.GetByteCount(Of(1))) / 100;
        Assert.InRange(perCell, 20, 40);
    }

    private static StageHistoryTracker Fed(TrackerOptions options, int dimensions)
    {
        var tracker = new StageHistoryTracker(TestFunnels.Funnel(64, dimensions), options);
        for (int deal = 0; deal < 20; deal++)
        {
            tracker.Enter(deal, Day.AddHours(deal), 0, segment: deal % 2);
            tracker.Enter(deal, Day.AddHours(deal + 30), 62);
        }

        return tracker;
    }
}
