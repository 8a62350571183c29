using System.Diagnostics;

namespace SalesFunnel.Metrics.KillTests;

/// <summary>Kills processes until there were enough, over one stream after another, and sums up.</summary>
public static class KillRun
{
    private static readonly long s_tellEvery = 20 * Stopwatch.Frequency;

    /// <summary>Tells whether all counts were right and all damage was told.</summary>
    /// <param name="output">Where to print.</param>
    /// <param name="kills">How many kills; streams that are under way then are taken to their end.</param>
    /// <param name="firstStream">Number of the first stream.</param>
    /// <param name="lanes">How many processes run at the same time, each over a folder of its own.</param>
    public static async Task<bool> RunAsync(TextWriter output, int kills, int firstStream, int lanes)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        var counts = new KillCounts();
        long start = Stopwatch.GetTimestamp();
        long told = start;
        int nextStream = firstStream - 1;
        string root = Directory.CreateTempSubdirectory("salesfunnel-kills-").FullName;
        try
        {
            await Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => Task.Run(() => RunLaneAsync(lane))));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }

        await output.WriteLineAsync(counts.Text(Stopwatch.GetElapsedTime(start).TotalSeconds));
        foreach (string problem in counts.Problems)
            await output.WriteLineAsync(problem);
        return counts.Problems.IsEmpty && counts["kills"] >= kills;

        async Task RunLaneAsync(int lane)
        {
            while (counts["kills"] < kills && counts.Problems.IsEmpty)
            {
                int stream = Interlocked.Increment(ref nextStream);
                string folder = Path.Combine(root, stream.ToString(System.Globalization.CultureInfo.InvariantCulture));
                await new KillLane(folder, stream, counts, () => counts["kills"] < kills && counts.Problems.IsEmpty).RunAsync();
                Directory.Delete(folder, recursive: true);
                if (lane == 0 && Stopwatch.GetTimestamp() - told > s_tellEvery)
                {
                    told = Stopwatch.GetTimestamp();
                    await output.WriteLineAsync($"… {counts["kills"]} kills, {counts["streams"]} streams, {counts.Problems.Count} mismatches");
                }
            }
        }
    }
}
