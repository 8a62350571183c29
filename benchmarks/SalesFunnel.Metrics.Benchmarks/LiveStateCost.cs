using System.Diagnostics;
using System.Globalization;

namespace SalesFunnel.Metrics.Benchmarks;

/// <summary>What it costs to look at a live tracker with many open deals.</summary>
internal static class LiveStateCost
{
    private const int Rounds = 100;
    private const int FewRounds = 20;
    private const int BatchEvents = 4_096;
    private const long Day = 86_400_000_000;

    public static void Run(TextWriter output, int openDeals)
    {
        StageHistoryTracker tracker = Fill(openDeals);
        DateTimeOffset asOf = tracker.LastEventAt!.Value;
        StageSnapshot snapshot = tracker.Snapshot(asOf);
        if (snapshot.Open != openDeals)
            throw new InvalidOperationException("The deals should all be open.");
        Line(output, $"{openDeals:N0} open deals, {snapshot.Visits(0):N0} visits of the first stage, {SnapshotCodec.GetByteCount(snapshot):N0} bytes a saved snapshot, {tracker.StateBytes / (double)tracker.DealCount:N1} B of state a deal");
        Line(output, $"snapshot: {Times(Rounds, () => tracker.Snapshot(asOf))}");
        byte[] state = StageHistoryTrackerCodec.ToBytes(tracker);
        Line(output, $"count the bytes to save ({state.Length:N0}): {Times(FewRounds, () => StageHistoryTrackerCodec.GetByteCount(tracker))}");
        Line(output, $"save into a span: {Times(FewRounds, () => StageHistoryTrackerCodec.TryWrite(tracker, state, out int _))}");
        Line(output, $"load: {Times(FewRounds, () => StageHistoryTrackerCodec.Read(state))}");
        Compact(output, tracker, asOf);
    }

    private static void Compact(TextWriter output, StageHistoryTracker tracker, DateTimeOffset asOf)
    {
        int deals = tracker.DealCount;
        long before = tracker.StateBytes;
        for (int slot = 0; slot < deals; slot++)
        {
            if (slot % 10 != 0)
                tracker.Add(DealEvent.Lost(tracker.Deals.At(slot).Entity, asOf));
        }

        tracker.Enter(1, asOf.AddDays(31), 0);
        long began = Stopwatch.GetTimestamp();
        int compacted = tracker.Compact();
        Line(output, $"compact {compacted:N0} of {deals:N0} deals: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:N1} ms; state {before / 1e6:N1} MB before, {tracker.StateBytes / 1e6:N1} MB after");
    }

    /// <summary>Deals in seven open stages, 50 segments and 24 months, each entered, moved on once or twice, and still open.</summary>
    private static StageHistoryTracker Fill(int deals)
    {
        var tracker = new StageHistoryTracker(Workload.Funnel, new TrackerOptions { Calendar = Workload.Calendar, ReopenWithin = TimeSpan.FromDays(30) });
        var random = new SplitMix(7);
        long start = EventTime.ToUnixMicros(Workload.Start);
        var events = new List<DealEvent>(BatchEvents + 3);
        for (int deal = 0; deal < deals; deal++)
        {
            long entity = (long)random.Next();
            long at = start + (long)(random.Fraction() * 700 * Day);
            int stage = random.Below(3);
            events.Add(new DealEvent(entity, at, DealEvent.NoSeq, DealEventKind.Enter, 0, (500 + random.Below(40_000)) * AmountE4.Scale, Math.Min(random.Below(Workload.Segments), random.Below(Workload.Segments))));
            for (int move = 0; move <= random.Below(2); move++)
                events.Add(new DealEvent(entity, at += (long)(random.Exponential(3) * Day), DealEvent.NoSeq, DealEventKind.Enter, stage += 1 + random.Below(2), DealEvent.NoValue, DealEvent.NoValue));
            if (events.Count >= BatchEvents)
                Flush(tracker, events);
        }

        Flush(tracker, events);
        return tracker;
    }

    private static void Flush(StageHistoryTracker tracker, List<DealEvent> events)
    {
        tracker.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(events));
        events.Clear();
    }

    private static string Times(int rounds, Func<object> work)
    {
        var took = new double[rounds];
        work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < rounds; round++)
        {
            long began = Stopwatch.GetTimestamp();
            GC.KeepAlive(work());
            took[round] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        long allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / rounds;
        Array.Sort(took);
        return Text($"p50 {took[rounds / 2]:N1} ms, p99 {took[Math.Min(rounds * 99 / 100, rounds - 1)]:N1} ms, {allocated / 1e6:N1} MB allocated");
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(Text(text));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
