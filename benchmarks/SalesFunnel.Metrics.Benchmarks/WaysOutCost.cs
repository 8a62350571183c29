using System.Globalization;

namespace SalesFunnel.Metrics.Benchmarks;

/// <summary>What the times by way out cost the batch path: the same input with them, with the ways out together, and without any times, taking turns in one process.</summary>
internal static class WaysOutCost
{
    private const int Rounds = 9;

    private static readonly (string Name, TimeDetail Detail)[] s_variants =
    [
        ("no times", TimeDetail.None),
        ("times by stage", TimeDetail.Together),
        ("times by stage and way out", TimeDetail.ByEnd),
        ("the same again: the noise", TimeDetail.ByEnd),
    ];

    public static void Run(TextWriter output, int events)
    {
        foreach (EventLayout layout in Enum.GetValues<EventLayout>())
            Run(output, Workload.Create(events, layout), layout);
    }

    private static void Run(TextWriter output, Workload input, EventLayout layout)
    {
        foreach ((_, TimeDetail detail) in s_variants)
            Measure(input, detail); // compiles, and brings the input into memory
        var cpu = new double[s_variants.Length][];
        for (int i = 0; i < cpu.Length; i++)
            cpu[i] = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < s_variants.Length; i++)
            {
                int turn = (i + round) % s_variants.Length; // no variant always follows the same one
                cpu[turn][round] = Measure(input, s_variants[turn].Detail);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"**{input.Events:N0} events, {Comparison.Describe(layout)}**; CPU time, best and median of {Rounds} rounds; a ratio compares two runs of one round\n"));
        output.WriteLine("| | ns per event, best | median | ÷ no times, of the best | median of ratios | ÷ times by stage, of the best | median of ratios |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        for (int i = 0; i < cpu.Length; i++)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {s_variants[i].Name} | {cpu[i].Min() / input.Events * 1e9:0.0} | {Median(cpu[i]) / input.Events * 1e9:0.0} | {cpu[i].Min() / cpu[0].Min():0.00} | {Median(Ratios(cpu[i], cpu[0])):0.00} | {cpu[i].Min() / cpu[1].Min():0.00} | {Median(Ratios(cpu[i], cpu[1])):0.00} |"));
        }

        output.WriteLine();
    }

    private static double Measure(Workload input, TimeDetail detail)
    {
        GC.Collect();
        TimeSpan began = Environment.CpuUsage.TotalTime;
        StageHistoryTracker tracker = new(Workload.Funnel, new TrackerOptions { Calendar = Workload.Calendar, ExpectedDeals = input.Deals }) { TimeDetail = detail };
        tracker.Add(input.Batch);
        double seconds = (Environment.CpuUsage.TotalTime - began).TotalSeconds; // what other programs take does not count
        GC.KeepAlive(tracker);
        return seconds;
    }

    private static double[] Ratios(double[] a, double[] b) => [.. a.Zip(b, static (x, y) => x / y)];

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
