using System.Diagnostics;
using System.Globalization;
using SalesFunnel.Metrics.Benchmarks.Rivals;

namespace SalesFunnel.Metrics.Benchmarks;

/// <summary>The quick mode: all contenders in one process, taking turns, so that a ratio compares two runs that lie side by side in time.</summary>
internal static class Comparison
{
    private const int LargeSize = 5_000_000; // from here on a round takes seconds
    private const int LargeRounds = 5;
    private const int LargeLinqRounds = 2; // a round of LINQ takes as long as all others together
    private const int SmallRounds = 25; // short measurements are noisier, and cheap
    private const double SecondsPerMeasurement = 0.05;
    private const string Baseline = "`Dictionary`, struct by ref, pre-sized";

    public static void Run(TextWriter output, IReadOnlyList<int> sizes)
    {
        foreach (int events in sizes)
        {
            foreach (EventLayout layout in Enum.GetValues<EventLayout>())
                Run(output, events, layout);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"State of a deal alone (no cells, no histogram): {BytesPerDealAlone():0.0} B per deal of 1,000,000 expected ones."));
    }

    private static void Run(TextWriter output, int events, EventLayout layout)
    {
        Workload input = Workload.Create(events, layout);
        DealEvent[] rows = input.ToRows();
        Verify(input, rows);

        int rounds = events >= LargeSize ? LargeRounds : SmallRounds;
        var contenders = new (string Name, Func<object> Count, int Rounds)[]
        {
            (Baseline, () => Contenders.DictionaryByRef(input), rounds),
            ("`StageHistoryTracker`, columns", () => Contenders.TrackerColumns(input), rounds),
            ("`StageHistoryTracker`, rows", () => Contenders.TrackerRows(input, rows), rounds),
            ("`Dictionary`, class per deal", () => Contenders.DictionaryOfObjects(input), rounds),
            ("LINQ", () => Contenders.Linq(input), events >= LargeSize ? LargeLinqRounds : rounds),
        };
        int repeat = RepeatsFor(contenders[0].Count);
        var seconds = contenders.Select(static _ => new List<double>()).ToArray();
        var cpuSeconds = contenders.Select(static _ => new List<double>()).ToArray();
        var allocated = new double[contenders.Length];
        var kept = new double[contenders.Length];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                if (round >= contenders[i].Rounds)
                    continue;
                seconds[i].Add(Measure(contenders[i].Count, repeat, out double cpu, out allocated[i], out kept[i]));
                cpuSeconds[i].Add(cpu);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events:N0} events of {input.Deals:N0} deals, {Describe(layout)}; best and median of {rounds} rounds\n"));
        output.WriteLine("| | Mev/s, best | Mev/s, median | speed ÷ by-ref `Dictionary`, best | median | median by CPU time | allocated, B per event | kept, B per deal |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        for (int i = 0; i < contenders.Length; i++)
        {
            double[] ratios = [.. seconds[i].Select((time, round) => seconds[0][round] / time).Order()];
            double[] cpuRatios = [.. cpuSeconds[i].Select((time, round) => cpuSeconds[0][round] / time).Order()];
            double best = seconds[i].Min();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {contenders[i].Name} | {events / best / 1e6:0.0} | {events / Median([.. seconds[i].Order()]) / 1e6:0.0} | {ratios[^1]:0.00} | {Median(ratios):0.00} | {Median(cpuRatios):0.00} | {allocated[i] / events:0.0} | {kept[i] / input.Deals:0} |"));
        }

        output.WriteLine();
    }

    private static void Verify(Workload input, DealEvent[] rows)
    {
        RivalCells expected = Contenders.DictionaryByRef(input).Cells;
        Agreement.Require(expected, Contenders.DictionaryOfObjects(input).Cells, "Dictionary of objects");
        Agreement.Require(expected, Contenders.Linq(input).Cells, "LINQ");
        Agreement.Require(expected, Contenders.TrackerColumns(input), input, "Tracker, columns");
        Agreement.Require(expected, Contenders.TrackerRows(input, rows), input, "Tracker, rows");
    }

    private static int RepeatsFor(Func<object> count)
    {
        var clock = Stopwatch.StartNew();
        int runs = 0;
        while (clock.Elapsed.TotalSeconds < SecondsPerMeasurement)
        {
            GC.KeepAlive(count());
            runs++;
        }

        return runs;
    }

    private static double Measure(Func<object> count, int repeat, out double cpuSeconds, out double allocatedBytes, out double keptBytes)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan cpuBegan = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        object state = count();
        for (int i = 1; i < repeat; i++)
            state = count();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds / repeat;
        cpuSeconds = (Environment.CpuUsage.TotalTime - cpuBegan).TotalSeconds / repeat; // what other programs take does not count
        allocatedBytes = (double)(GC.GetAllocatedBytesForCurrentThread() - allocatedBefore) / repeat;
        keptBytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(state);
        return seconds;
    }

    private static double BytesPerDealAlone()
    {
        const int Deals = 1_000_000;
        var tracker = new StageHistoryTracker(Workload.Funnel, new TrackerOptions { ExpectedDeals = Deals });
        for (int deal = 0; deal < Deals; deal++)
            tracker.Enter(deal, Workload.Start, 0);
        return (double)tracker.StateBytes / Deals;
    }

    private static double Median(double[] ascending) => (ascending[(ascending.Length - 1) / 2] + ascending[ascending.Length / 2]) / 2;

    public static string Describe(EventLayout layout) => layout == EventLayout.Interleaved ? "interleaved (by time)" : "sorted (by deal, then time)";
}
