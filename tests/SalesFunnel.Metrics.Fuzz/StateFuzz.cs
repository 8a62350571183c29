using System.Diagnostics;
using System.Globalization;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Fuzz;

/// <summary>Changes saved snapshots, trackers and indexes, makes their checksum right again, and reads them.</summary>
public static class StateFuzz
{
    private const int MaxShown = 20;
    private const double MaxSeconds = 20;

    /// <summary>Runs the cases [first, first + count).</summary>
    /// <returns>False when there was a problem.</returns>
    public static bool Run(TextWriter output, long first, long count, int workers)
    {
        IReadOnlyList<byte[]> seeds = [.. SnapshotSeeds.All, .. SequenceSeeds.All, .. SequenceSeeds.Live, .. TrackerSeeds.All, .. LiveSeeds.All];
        long read = 0;
        long problems = 0;
        long slowestTicks = 0;
        var gate = new Lock();
        long start = Stopwatch.GetTimestamp();
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, worker =>
        {
            (long readHere, long slowestHere) = (0, 0);
            for (long number = first + worker; number < first + count; number += workers)
            {
                byte[] state = MutatedState.Make(seeds, (ulong)number);
                long began = Stopwatch.GetTimestamp();
                string? problem;
                StateFormatException? refusal = null;
                try
                {
                    problem = MutatedState.Judge(state, out refusal);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    problem = e.ToString();
                }

                long took = Stopwatch.GetTimestamp() - began;
                slowestHere = Math.Max(slowestHere, took);
                if (problem is null && took > MaxSeconds * Stopwatch.Frequency)
                    problem = "took too long";
                readHere += problem is null && refusal is null ? 1 : 0;
                if (problem is not null && Interlocked.Increment(ref problems) <= MaxShown)
                {
                    lock (gate)
                        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"case {number}: {problem}\n{Convert.ToHexString(state)}"));
                }
            }

            lock (gate)
            {
                read += readHere;
                slowestTicks = Math.Max(slowestTicks, slowestHere);
            }
        });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count:N0} changed states from {seeds.Count} seeds in {seconds:N0} s ({count / seconds:N0}/s): read {read:N0}, refused {count - read - problems:N0}, problems {problems:N0}; slowest {slowestTicks * 1000.0 / Stopwatch.Frequency:N0} ms"));
        return problems == 0;
    }
}
