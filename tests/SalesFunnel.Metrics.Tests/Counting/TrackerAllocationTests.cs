using System.Globalization;
using System.Runtime.CompilerServices;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Counting;

/// <summary>Growing is rare and everything else is free: calls that allocate ≤ growths + new cells, all others exactly 0 bytes.</summary>
[Collection(AllocationTestsRunAlone.Name)]
public class TrackerAllocationTests
{
    private const int Chunk = 64;
    private const int WarmRounds = 60; // 90,000 visits: the buffers of the histogram have their full size
    private const long Day = 86_400_000_000;

    public enum Path
    {
        EventByEvent,
        Rows,
        Columns,
    }

    [Theory]
    [InlineData(Path.EventByEvent, 4, true)]
    [InlineData(Path.Rows, 4, true)]
    [InlineData(Path.Columns, 4, true)]
    [InlineData(Path.EventByEvent, 12, true)]
    [InlineData(Path.Columns, 12, true)]
    [InlineData(Path.EventByEvent, 4, false)]
    [InlineData(Path.Columns, 12, false)]
    public void A_stream_of_new_deals_new_cells_and_rejects_allocates_only_to_grow(Path path, int stages, bool manyCells)
    {
        DealEvent[] stream = Stream(stages, deals: 20_000);
        TrackerOptions options = manyCells ? Options() : new TrackerOptions();
        if (!manyCells)
            stream = [.. stream.Select(e => e with { Segment = DealEvent.NoValue })];
        StageHistoryTracker tracker = null!;
        long[] bytes = LeastOf(3, _ => Feed(tracker = new StageHistoryTracker(TestFunnels.Funnel(stages, 1), options), stream, path));

        StageSnapshot snapshot = tracker.Snapshot(DateTimeOffset.MaxValue);
        int cells = snapshot.Cohorts.Sum(c => c.Snapshot.GroupBy("D0").Count);
        int allocating = bytes.Count(b => b != 0);
        int most = (int)Math.Log2(stream.Length) + cells;
        Assert.True(manyCells ? cells > 400 : cells == 1, $"The stream opens {cells} cells.");
        Assert.True(snapshot.Rejections.Count >= 4, "The stream should hold rejects of several kinds.");
        Assert.True(allocating <= most, string.Create(CultureInfo.InvariantCulture, $"{allocating} of {bytes.Length} calls allocate; at most log₂(events) + cells = {most} may."));
        Assert.True(allocating > 5, "Growing must be seen, else the measurement is blind.");
    }

    [Theory]
    [InlineData(Path.EventByEvent, 4, 0)]
    [InlineData(Path.Rows, 4, 0)]
    [InlineData(Path.Columns, 4, 0)]
    [InlineData(Path.EventByEvent, 12, 0)]
    [InlineData(Path.Columns, 12, 0)]
    [InlineData(Path.EventByEvent, 4, 2)]
    [InlineData(Path.Columns, 4, 2)]
    public void Once_warm_nothing_is_allocated(Path path, int stages, int latenessDays)
    {
        var tracker = new StageHistoryTracker(TestFunnels.Funnel(stages, 1), Options() with { AllowedLateness = TimeSpan.FromDays(latenessDays) });
        for (int round = 0; round < WarmRounds; round++)
            tracker.Add(Round(stages, round));

        Assert.All(LeastOf(2, more => Feed(tracker, Round(stages, WarmRounds + more), path)), b => Assert.Equal(0, b));
        Assert.True(tracker.Snapshot(DateTimeOffset.MaxValue).Rejections.Total > 0, "The rounds should hold rejects.");
    }

    [Fact]
    public void The_state_of_a_deal_is_one_cache_line() => Assert.Equal(64, Unsafe.SizeOf<DealState>());

    [Theory]
    [InlineData(9, 64 + 32)]
    [InlineData(10, 64 + 32 + 16)]
    public void State_and_index_of_a_deal_stay_within_their_bound(int stages, int bytesPerDeal)
    {
        // A power of two: the arrays of states are full, so no reserve hides in the figure.
        const int Deals = 1 << 16;
        var tracker = new StageHistoryTracker(TestFunnels.Funnel(stages, 1));
        long empty = tracker.StateBytes;
        for (int deal = 0; deal < Deals; deal++)
            tracker.Enter(deal, DateTimeOffset.UnixEpoch, 0);

        Assert.InRange(tracker.StateBytes - empty, Deals * 64L, Deals * (long)bytesPerDeal);
        Assert.Equal(Deals, tracker.DealCount);
    }

    [Fact]
    public void Memory_for_expected_deals_is_reserved_at_once()
    {
        DealEvent[] entries = [.. Enumerable.Range(0, 10_000).Select(deal => DealEvent.Enter(deal, DateTimeOffset.UnixEpoch, 0))];

        Assert.All(LeastOf(2, _ =>
        {
            var tracker = new StageHistoryTracker(TestFunnels.Funnel(4, 1), new TrackerOptions { ExpectedDeals = 10_000 });
            tracker.Add(entries[0]); // opens the only cell
            return Feed(tracker, entries[1..], Path.EventByEvent);
        }), b => Assert.Equal(0, b));
    }

    private static TrackerOptions Options() => new() { Calendar = TestFunnels.Calendar(CohortUnit.Month, "Europe/Berlin"), ReopenWithin = TimeSpan.FromDays(400) };

    /// <summary>The least that each call allocated over some repetitions: the engine allocates in every one or in none. A collection that falls into a
    /// call makes the run time count the unused rest of the thread's allocation buffer, up to 8 KiB, which is nobody's allocation.</summary>
    private static long[] LeastOf(int repetitions, Func<int, long[]> measure)
    {
        long[] least = measure(0);
        for (int i = 1; i < repetitions; i++)
            least = [.. least.Zip(measure(i), Math.Min)];
        return least;
    }

    /// <returns>The bytes that each call allocated.</returns>
    private static long[] Feed(StageHistoryTracker tracker, DealEvent[] stream, Path path)
    {
        int length = path == Path.EventByEvent ? 1 : Chunk;
        long[] bytes = new long[(stream.Length + length - 1) / length];
        EventColumns[] columns = path == Path.Columns ? [.. stream.Chunk(length).Select(c => new EventColumns(c))] : [];
        for (int call = 0; call < bytes.Length; call++)
        {
            ReadOnlySpan<DealEvent> rows = stream.AsSpan(call * length, Math.Min(length, stream.Length - (call * length)));
            EventBatch batch = path == Path.Columns ? columns[call].Batch() : default;
            long before = GC.GetAllocatedBytesForCurrentThread();
            if (path == Path.EventByEvent)
                tracker.Add(rows[0]);
            else if (path == Path.Rows)
                tracker.Add(rows);
            else
                tracker.Add(batch);
            bytes[call] = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return bytes;
    }

    /// <summary>New deals all the time, over 60 months and 7 segments, with moves, wins, losses and rejected rows.</summary>
    private static DealEvent[] Stream(int stages, int deals)
    {
        var events = new List<DealEvent>();
        long start = EventTime.ToUnixMicros(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        for (int deal = 0; deal < deals; deal++)
        {
            long at = start + (deal * Day * 1_800 / deals);
            events.Add(new DealEvent(deal, at, 1, DealEventKind.Enter, 0, 10_000, deal % 7));
            events.Add(new DealEvent(deal, at + (deal * 977), 2, DealEventKind.Enter, 1 + (deal % (stages - 2)), DealEvent.NoValue, DealEvent.NoValue));
            events.Add(new DealEvent(deal, at + (deal * 977), 2, DealEventKind.Enter, 0, DealEvent.NoValue, DealEvent.NoValue)); // duplicate
            events.Add(new DealEvent(deal, at - 1, 3, DealEventKind.Won, 0, DealEvent.NoValue, DealEvent.NoValue)); // late
            events.Add(new DealEvent(deal, at + Day, 4, deal % 3 == 0 ? DealEventKind.Won : DealEventKind.Lost, 0, DealEvent.NoValue, DealEvent.NoValue));
            events.Add(new DealEvent(deal, at + Day, 5, DealEventKind.Enter, 200, DealEvent.NoValue, DealEvent.NoValue)); // unknown stage
            events.Add(new DealEvent(deal, at + Day, 6, DealEventKind.Resume, 0, DealEvent.NoValue, DealEvent.NoValue)); // impossible
        }

        return [.. events];
    }

    /// <summary>One round of the same moves, holds and rejects of the same deals, a year later each time.</summary>
    private static DealEvent[] Round(int stages, int round)
    {
        var events = new List<DealEvent>();
        long start = EventTime.ToUnixMicros(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)) + (round * 365 * Day);
        for (int step = 0; step < 12; step++)
        {
            for (int deal = 0; deal < 500; deal++)
            {
                long at = start + (step * Day * 7) + (deal * 1_000);
                (DealEventKind kind, int stage) = step switch
                {
                    0 => (DealEventKind.Enter, 0),
                    1 or 5 => (DealEventKind.Hold, 0),
                    2 => (DealEventKind.Resume, 0),
                    3 => (DealEventKind.Enter, stages - 2),
                    4 => (DealEventKind.Enter, 0),
                    6 => (DealEventKind.Amount, 0),
                    7 => (DealEventKind.Won, 0),
                    8 => (DealEventKind.Enter, 77),
                    9 => (DealEventKind.Segment, 0),
                    10 => (DealEventKind.CloseDate, 0),
                    _ => (DealEventKind.Lost, 0),
                };
                events.Add(new DealEvent(deal, at, step, kind, stage, kind is DealEventKind.Amount or DealEventKind.Won ? 50_000 : DealEvent.NoValue, kind == DealEventKind.Segment ? deal % 7 : DealEvent.NoValue));
            }
        }

        return [.. events];
    }
}
