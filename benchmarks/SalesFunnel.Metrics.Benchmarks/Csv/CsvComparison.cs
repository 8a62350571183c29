using System.Globalization;

namespace SalesFunnel.Metrics.Benchmarks.Csv;

/// <summary>From a file of stage changes to finished counts: ours against DuckDB, one thread each, every run in a process of its own, taking turns.</summary>
internal static class CsvComparison
{
    private const int WarmRounds = 3;

    private static readonly (string Key, string Name, Func<string, CsvFigures> Run)[] Contenders =
    [
        ("duckdb", "DuckDB: read and count", static path => DuckDbContender.Count(path, threads: 1)),
        ("ours", "`FunnelReader.Read` + `log.Count()`", CsvContenders.Ours),
        ("duckdb-reading", "DuckDB: read only", static path => DuckDbContender.Read(path, threads: 1)),
        ("ours-reading", "`FunnelReader.Read` only", CsvContenders.OursReading),
    ];

    public static int RunOne(TextWriter output, string contender, string path)
    {
        foreach ((string key, _, Func<string, CsvFigures> run) in Contenders)
        {
            if (key != contender)
                continue;
            output.WriteLine(CsvMeasurement.Of(() => run(path)).ToLine());
            return 0;
        }

        return 2;
    }

    public static void Run(TextWriter output, int rows)
    {
        string folder = Directory.CreateTempSubdirectory("funnel-csv-").FullName;
        try
        {
            foreach (EventLayout layout in Enum.GetValues<EventLayout>())
                Run(output, Path.Combine(folder, $"{layout}.csv"), rows, layout);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(TextWriter output, string path, int rows, EventLayout layout)
    {
        CsvWorkload.Write(path, rows, layout);
        bool canDrop = PageCache.TryDrop(path);
        var cold = new CsvMeasurement[Contenders.Length];
        var warm = new List<CsvMeasurement>[Contenders.Length];
        for (int i = 0; i < Contenders.Length; i++)
        {
            PageCache.TryDrop(path);
            cold[i] = CsvMeasurement.InChild(Contenders[i].Key, path);
            warm[i] = [];
        }

        for (int round = 0; round < WarmRounds; round++)
        {
            for (int i = 0; i < Contenders.Length; i++)
                warm[i].Add(CsvMeasurement.InChild(Contenders[i].Key, path));
        }

        for (int i = 0; i < Contenders.Length; i++)
        {
            foreach (CsvMeasurement run in warm[i].Append(cold[i]))
            {
                if (run.Found != cold[i & ~1].Found)
                    throw new InvalidOperationException($"{Contenders[i].Name} found: {run.Found}\n{Contenders[i & ~1].Name} found: {cold[i & ~1].Found}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rows:N0} rows, {new FileInfo(path).Length / 1e6:N0} MB, {Comparison.Describe(layout)}; {cold[0].Found}\n"));
        output.WriteLine("| | cold file, s | ratio | warm file, s | ratio | median ratio | by CPU time | peak memory, MB | B per row |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (int i = 0; i < Contenders.Length; i++)
        {
            int rival = i & ~1; // each of ours stands after its rival
            double[] ratios = [.. warm[i].Select((run, round) => warm[rival][round].Seconds / run.Seconds).Order()];
            double[] cpu = [.. warm[i].Select((run, round) => warm[rival][round].CpuSeconds / run.CpuSeconds).Order()];
            double best = warm[i].Min(static run => run.Seconds);
            double peak = warm[i].Max(static run => run.PeakMegabytes);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {Contenders[i].Name} | {(canDrop ? cold[i].Seconds : double.NaN):0.00} | {cold[rival].Seconds / cold[i].Seconds:0.00} | {best:0.00} | {warm[rival].Min(static run => run.Seconds) / best:0.00} | {ratios[WarmRounds / 2]:0.00} | {cpu[WarmRounds / 2]:0.00} | {peak:0} | {(peak - warm[i][0].IdleMegabytes) * 1e6 / rows:0} |"));
        }

        output.WriteLine();
    }
}
