using System.Diagnostics;
using System.Globalization;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Fuzz;

/// <summary>The evaluator of sequences against the exhaustive oracle, mode by mode.</summary>
internal static class SequenceRun
{
    public static bool Run(TextWriter output, int streams, int workers)
    {
        long start = Stopwatch.GetTimestamp();
        var problems = new List<string>();
        Parallel.ForEach(SequenceMode.All, new ParallelOptions { MaxDegreeOfParallelism = workers }, mode =>
        {
            string? problem = Check(mode, streams);
            lock (problems)
            {
                if (problem is not null)
                    problems.Add($"{mode}: {problem}");
            }
        });
        foreach (string problem in problems)
            output.WriteLine(problem);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{SequenceMode.All.Count} modes, {streams:N0} streams each, in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s: {(problems.Count == 0 ? "all as the oracle" : $"{problems.Count} modes differ")}."));
        return problems.Count == 0;
    }

    private static string? Check(SequenceMode mode, int streams)
    {
        for (int seed = 0; seed < streams; seed++)
        {
            if (SequenceComparison.Difference(ChainCases.Draw(mode, new Random(seed))) is { } difference)
                return string.Create(CultureInfo.InvariantCulture, $"seed {seed}\n{difference}");
        }

        return null;
    }
}
