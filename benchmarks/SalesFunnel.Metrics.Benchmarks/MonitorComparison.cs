using System.Diagnostics;
using System.Globalization;
using SalesFunnel.Metrics.Extensions.DependencyInjection;
using SalesFunnel.Metrics.Extensions.Hosting;

namespace SalesFunnel.Metrics.Benchmarks;

/// <summary>What a live funnel costs beside a bare tracker: ingestion, snapshots under load, many idle funnels.</summary>
internal static class MonitorComparison
{
    private const int Rounds = 5;
    private const int Snapshots = 200;
    private const int IdleFunnels = 10_000;

    private delegate void Feed(IFunnelMonitor monitor, Workload workload, int batch, int part, int parts);

    public static void Run(TextWriter output, int events)
    {
        Workload workload = Workload.Create(events, EventLayout.Interleaved);
        Line(output, $"{events:N0} interleaved events of {workload.Deals:N0} deals; million events a second, median of {Rounds} rounds, each equal to the tracker's counts; ÷ = monitor ÷ tracker");
        byte[] expected = Expected(workload);
        foreach (int batch in (int[])[256, 4_096])
        {
            Rate tracker = Median(workload, () => Direct(workload, batch), expected);
            Line(output, $"batches of {batch:N0}: tracker {tracker}");
            foreach (int writers in (int[])[1, 2])
                Compare(output, $"  monitor, {writers} writer(s)", tracker, Median(workload, () => Live(workload, batch, writers, Columns, store: null), expected));
        }

        Rate singles = Median(workload, () => Direct(workload, 1), expected);
        Line(output, $"single events: tracker {singles}");
        Compare(output, "  monitor, TryAdd", singles, Median(workload, () => Live(workload, 1, 1, Singles, store: null), expected));

        string folder = Path.Combine(Path.GetTempPath(), "salesfunnel-benchmark-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        try
        {
            using var store = new FileFunnelStore(folder);
            Rate direct = Median(workload, () => Direct(workload, 4_096), expected);
            Line(output, $"batches of 4,096, a checkpoint into files each second: tracker {direct}");
            Compare(output, "  monitor, 1 writer", direct, Median(workload, () => Live(workload, 4_096, 1, Columns, store), expected));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        SnapshotsUnderLoad(output);
        IdleCost(output);
    }

    private static byte[] Expected(Workload workload)
    {
        var tracker = new StageHistoryTracker(Workload.Funnel);
        tracker.Add(workload.Batch);
        return Bytes(tracker.Snapshot(AsOf(workload)));
    }

    private static (TimeSpan Elapsed, byte[] Counts) Direct(Workload workload, int batch)
    {
        var tracker = new StageHistoryTracker(Workload.Funnel);
        long began = Stopwatch.GetTimestamp();
        if (batch == 1)
        {
            for (int i = 0; i < workload.Events; i++)
                tracker.Add(workload.Batch[i]);
        }
        else
        {
            for (int start = 0; start < workload.Events; start += batch)
                tracker.Add(workload.Batch.Slice(start, Math.Min(batch, workload.Events - start)));
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        return (elapsed, Bytes(tracker.Snapshot(AsOf(workload))));
    }

    private static (TimeSpan Elapsed, byte[] Counts) Live(Workload workload, int batch, int writers, Feed feed, IFunnelStore? store)
    {
        string name = "b" + Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture); // a new state in the store each round
        using var monitors = new FunnelMonitors([new FunnelRegistration(name, static _ => Workload.Funnel, static o => o.SaveEvery = TimeSpan.FromSeconds(1))], store: store);
        IFunnelMonitor monitor = monitors.Get(name);
        long began = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, writers).Select(part => new Thread(() => feed(monitor, workload, batch, part, writers)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        monitor.FlushAsync().AsTask().GetAwaiter().GetResult();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        return (elapsed, Bytes(monitor.SnapshotAsync(AsOf(workload)).AsTask().GetAwaiter().GetResult()));
    }

    // Each deal has one writer, since its events must come in order: writers take turns on ranges of rows would mix them, so rows are picked by deal.
    private static void Columns(IFunnelMonitor monitor, Workload workload, int batch, int part, int parts)
    {
        if (parts == 1)
        {
            for (int start = 0; start < workload.Events; start += batch)
                monitor.Add(workload.Batch.Slice(start, Math.Min(batch, workload.Events - start)));
            return;
        }

        var rows = new EventBuffer();
        for (int i = 0; i < workload.Events; i++)
        {
            if ((ulong)workload.Entities[i] % (ulong)parts != (ulong)part)
                continue;
            rows.Add(workload.Batch[i]);
            if (rows.Count < batch)
                continue;
            monitor.Add(rows.Batch);
            rows.Clear();
        }

        monitor.Add(rows.Batch);
    }

    private static void Singles(IFunnelMonitor monitor, Workload workload, int batch, int part, int parts)
    {
        for (int i = 0; i < workload.Events; i++)
        {
            DealEvent next = workload.Batch[i];
            if (!monitor.TryAdd(next))
                monitor.Add(workload.Batch.Slice(i, 1)); // full: wait
        }
    }

    private static void SnapshotsUnderLoad(TextWriter output)
    {
        const int deals = 1_000_000;
        using var monitors = new FunnelMonitors([new FunnelRegistration("open", static _ => Workload.Funnel)]);
        IFunnelMonitor monitor = monitors.Get("open");
        var rows = new EventBuffer();
        for (long deal = 0; deal < deals; deal++)
        {
            rows.Add(DealEvent.Enter(deal, Workload.Start.AddSeconds(deal), 0, segment: deal % Workload.Segments));
            rows.Add(DealEvent.Enter(deal, Workload.Start.AddSeconds(deal + (deal % 900_000)), 1 + (int)(deal % 6)));
            if (rows.Count < 4_096)
                continue;
            monitor.Add(rows.Batch);
            rows.Clear();
        }

        monitor.Add(rows.Batch);
        using var done = new CancellationTokenSource();
        var writer = new Thread(() =>
        {
            var changes = new EventBuffer();
            for (long round = 0; !done.IsCancellationRequested; round++)
            {
                changes.Clear();
                for (long i = 0; i < 256; i++)
                    changes.Add(DealEvent.Amount(((round * 256) + i) % deals, Workload.Start.AddYears(1).AddSeconds(round), 100));
                monitor.Add(changes.Batch);
            }
        });
        writer.Start();
        double[] millis = new double[Snapshots];
        for (int i = 0; i < millis.Length; i++)
        {
            long began = Stopwatch.GetTimestamp();
            StageSnapshot snapshot = monitor.SnapshotAsync().AsTask().GetAwaiter().GetResult();
            millis[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (snapshot.Open != deals)
                throw new InvalidOperationException("All deals should be open.");
        }

        done.Cancel();
        writer.Join();
        Array.Sort(millis);
        Line(output, $"snapshot of {deals:N0} open deals while a writer never stops: p50 {millis[Snapshots / 2]:N1} ms, p99 {millis[Snapshots * 99 / 100]:N1} ms");
    }

    private static void IdleCost(TextWriter output)
    {
        string[] names = [.. Enumerable.Range(0, IdleFunnels).Select(static i => $"tenant-{i}")];
        FunnelRegistration[] registrations = [.. names.Select(static n => new FunnelRegistration(n, static name => FunnelDefinition.Create(name).Stage("Lead", StageRole.Awareness).Stage("Proposal", StageRole.Decision).Won("Signed")))];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long began = Stopwatch.GetTimestamp();
        using var monitors = new FunnelMonitors(registrations);
        TimeSpan registered = Stopwatch.GetElapsedTime(began);
        long definitions = GC.GetTotalMemory(forceFullCollection: true) - before;
        began = Stopwatch.GetTimestamp();
        foreach (string name in names)
            monitors.Get(name);
        TimeSpan made = Stopwatch.GetElapsedTime(began);
        long idle = GC.GetTotalMemory(forceFullCollection: true) - before - definitions;
        began = Stopwatch.GetTimestamp();
        foreach (string name in names)
        {
            monitors.Get(name).TryAdd(DealEvent.Enter(1, Workload.Start, 0));
            monitors.Get(name).TryAdd(DealEvent.Won(1, Workload.Start.AddDays(1)));
        }

        foreach (string name in names)
            monitors.Get(name).FlushAsync().AsTask().GetAwaiter().GetResult();
        TimeSpan used = Stopwatch.GetElapsedTime(began);
        long live = GC.GetTotalMemory(forceFullCollection: true) - before - definitions;
        Line(output, $"{IdleFunnels:N0} named funnels: checked at start in {registered.TotalMilliseconds:N0} ms ({definitions / IdleFunnels:N0} B of definition each), made in {made.TotalMilliseconds:N0} ms, {idle / IdleFunnels:N0} B each idle; with one deal each {live / IdleFunnels:N0} B, two events each counted in {used.TotalMilliseconds:N0} ms");
    }

    private static Rate Median(Workload workload, Func<(TimeSpan Elapsed, byte[] Counts)> run, byte[] expected)
    {
        double[] rates = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            (TimeSpan elapsed, byte[] counts) = run();
            if (!counts.AsSpan().SequenceEqual(expected))
                throw new InvalidOperationException("The counts differ from the tracker's.");
            rates[i] = workload.Events / elapsed.TotalSeconds / 1e6;
        }

        Array.Sort(rates);
        return new Rate(rates[0], rates[Rounds / 2], rates[^1]);
    }

    private static void Compare(TextWriter output, string what, Rate tracker, Rate monitor) => Line(output, $"{what} {monitor} ÷ {monitor.Middle / tracker.Middle:N2}");

    private static DateTimeOffset AsOf(Workload workload) => EventTime.FromUnixMicros(workload.LastAtUnixMicros);

    private static byte[] Bytes(StageSnapshot snapshot) => SnapshotCodec.ToBytes(snapshot);

    private static void Line(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private readonly record struct Rate(double Least, double Middle, double Most) : IFormattable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) => string.Create(CultureInfo.InvariantCulture, $"{Middle:N1} ({Least:N1}–{Most:N1})");
    }
}
