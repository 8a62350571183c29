using System.Globalization;
using SalesFunnel.Metrics.Benchmarks.Sequences.Peers;
using SalesFunnel.Metrics.Benchmarks.Sequences.Stages;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>Funnels beside other engines: the same events, equal answers, everybody from memory and in turns, and the bounds of the machine in the same run.</summary>
internal static class SequenceComparison
{
    private const int Rounds = 5;

    public static void Run(TextWriter output, SequenceRequest request)
    {
        if (request.Growth)
        {
            SequenceGrowth.Run(output, request.Events);
            return;
        }

        foreach (string missing in PeerFolder.Install(Console.Error))
            output.WriteLine(missing);
        string folder = Directory.CreateDirectory(Path.Combine(PeerFolder.Path, string.Create(CultureInfo.InvariantCulture, $"data-{Environment.ProcessId}"))).FullName;
        try
        {
            var goals = new Goals();
            if (request.Tasks.Contains("sequences") || request.Tasks.Contains("parquet"))
                Sequences(output, request, folder, goals);
            if (request.Tasks.Contains("stages"))
                StageTask.Run(output, StageData.ByTime(request.Events), Path.Combine(folder, "stages.parquet"), Rounds, goals);
            goals.Write(output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Sequences(TextWriter output, SequenceRequest request, string folder, Goals goals)
    {
        SequenceData sorted = SequenceData.Sorted(request.Events);
        SequenceData byTime = sorted.ByTime();
        Describe(output, sorted);
        string pathA = Path.Combine(folder, "by-time.parquet");
        string pathB = Path.Combine(folder, "by-entity.parquet");
        SequenceFiles.Write(byTime, pathA);
        if (request.Tasks.Contains("sequences"))
        {
            SequenceFiles.Write(sorted, pathB);
            double sequential = MachineBounds.SequentialRead(byTime);
            MachineBounds.Write(output, byTime, sequential);
            Section a = SequenceTask.Run(output, byTime, pathA, Rounds);
            Section b = SequenceTask.Run(output, sorted, pathB, Rounds);
            new Section("What an option costs, a new tracker each, by time", request.Events, [.. OurSequences.Choices(byTime)]).Run(output, Rounds);
            Compare(goals, a, b, sequential);
        }

        if (request.Tasks.Contains("parquet"))
            ParquetTask.Run(output, byTime, pathA, Rounds, goals);
    }

    private static void Compare(Goals goals, Section a, Section b, double sequential)
    {
        goals.Faster("by time, sparse ids, buffers kept", a, a[OurSequences.Kept], a[SequenceTask.ByRef], 3);
        if (PeerFolder.HasClickHouse)
        {
            goals.Faster("by time, sparse ids, buffers kept", a, a[OurSequences.Kept], a[SequenceTask.ClickHouseMemory], 9);
            goals.Faster("by time, sparse ids, buffers kept", a, a[OurSequences.Kept, 2], a[SequenceTask.ClickHouseMemory, 2], 8);
            goals.Faster("by time, sparse ids, cold", a, a[OurSequences.Cold], a[SequenceTask.ClickHouseMemory], 6);
            goals.Faster("by time, sparse ids, cold", a, a[OurSequences.Cold, 2], a[SequenceTask.ClickHouseMemory, 2], 6);
            goals.Faster("by time, dense ids", a, a[OurSequences.Dense], a[SequenceTask.ClickHouseMemory], 12);
            goals.Faster("by entity", b, b[OurSequences.Sorted], b[SequenceTask.ClickHouseMergeTree], 12);
        }

        goals.ShareOf("by entity", b, b[OurSequences.Sorted], "sequential read", sequential, 0.2);
        goals.Faster("two threads beside one, by time", a, a[OurSequences.Kept, 2], a[OurSequences.Kept], 1.7);
        goals.Faster("one `Add` an event beside a batch", a, a[OurSequences.Single], a[OurSequences.Kept], 1 / 3.0);
        goals.Faster("two threads beside one, by entity", b, b[OurSequences.Sorted, 2], b[OurSequences.Sorted], 1.7);
    }

    private static void Describe(TextWriter output, SequenceData data)
    {
        long[] reached = HandWritten.SortedLoop(data).Answer;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{data.Events:N0} events of {data.EntityCount:N0} entities, {data.Types.Count(static type => type != SequenceData.Foreign) / (double)data.Events:P0} of them steps; step 1 is reached by {reached[0] / (double)data.EntityCount:P1}, the later steps by {string.Join(", ", reached.Skip(1).Select(n => (n / (double)reached[0]).ToString("P1", CultureInfo.InvariantCulture)))} of those.\n"));
    }
}
