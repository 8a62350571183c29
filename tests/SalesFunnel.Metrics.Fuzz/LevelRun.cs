using System.Diagnostics;
using System.Globalization;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Fuzz;

/// <summary>Sequences counted by levels, with and without times, and sorted, against the replay of all events, mode by mode.</summary>
internal static class LevelRun
{
    private static readonly SequenceOptions s_options = new() { Resolution = TimeResolution.Second };

    public static bool Run(TextWriter output, int streams, int workers)
    {
        long start = Stopwatch.GetTimestamp();
        (string Name, Func<Random, StreamCase> Draw)[] modes =
        [
            ("plain", static random => StreamCases.Draw(random)),
            ("plain, enough events for vectors", static random => StreamCases.Draw(random, entities: random.Next(10, 60), events: random.Next(200, 500))),
            .. from ties in Enum.GetValues<EventTies>()
               from attempts in new[] { AttemptPolicy.LatestStart, AttemptPolicy.FirstEntry }
               from excludes in new[] { false, true }
               select ($"ties {ties}, {attempts}, exclusions {excludes}", (Func<Random, StreamCase>)(random => StreamCases.DrawGrouped(random, ties, attempts, excludes))),
        ];
        var problems = new List<string>();
        Parallel.ForEach(modes, new ParallelOptions { MaxDegreeOfParallelism = workers }, mode =>
        {
            for (int seed = 0; seed < streams; seed++)
            {
                if (Difference(mode.Draw(new Random(seed))) is not { } difference)
                    continue;
                lock (problems)
                    problems.Add(string.Create(CultureInfo.InvariantCulture, $"{mode.Name}, seed {seed}: {difference}"));
                break;
            }
        });
        foreach (string problem in problems)
            output.WriteLine(problem);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{modes.Length} modes, {streams:N0} streams each, in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s: {(problems.Count == 0 ? "all as the replay" : $"{problems.Count} modes differ")}."));
        return problems.Count == 0;
    }

    private static string? Difference(StreamCase input)
    {
        SequenceDefinition definition = input.Definition();
        (long[] entities, long[] at, byte[] types) = StreamCase.Columns(input.Rows);
        string expected = Count(s_options with { StepMasks = true }, mustKeep: true);
        string levels = Count(s_options, mustKeep: false);
        if (levels != expected)
            return $"levels\n{input}\nexpected {expected}\nfound    {levels}";
        if (input.Steps <= 8 && input.Attempts == AttemptPolicy.LatestStart && input.Exclusions.Count == 0 && input.Ties != EventTies.Strict)
        {
            string chains = Count(s_options with { StepMasks = true, Detail = SequenceDetail.Chains }, mustKeep: true);
            string timed = Count(s_options with { Detail = SequenceDetail.Chains }, mustKeep: false);
            if (timed != chains)
                return $"chains\n{input}\nexpected {chains}\nfound    {timed}";
            (long[] e, long[] t, byte[] y) = StreamCase.Columns(input.Rows.OrderBy(static r => r.Entity).ThenBy(static r => r.At));
            var counter = new SortedSequenceCounter(definition, input.AsOf, s_options);
            counter.Add(new SequenceBatch(e, t, y));
            string sorted = SequenceFigures.Text(counter.Snapshot());
            if (sorted != expected)
                return $"sorted\n{input}\nexpected {expected}\nfound    {sorted}";
        }

        return null;

        string Count(SequenceOptions options, bool mustKeep)
        {
            var tracker = new SequenceTracker(definition, options);
            if (tracker.KeepsEvents != mustKeep)
                throw new InvalidOperationException($"The tracker {(mustKeep ? "should" : "should not")} keep events:\n{input}");
            tracker.Add(new SequenceBatch(entities, at, types));
            return SequenceFigures.Text(tracker.Snapshot(input.AsOf));
        }
    }
}
