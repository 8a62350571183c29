namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>All starts walked together give what walking each start alone gives.</summary>
public class DorisProperties
{
    private const int Streams = 2_000;

    [Theory]
    [InlineData(DorisMode.Deduplication)]
    [InlineData(DorisMode.Fixed)]
    [InlineData(DorisMode.Increase)]
    public void The_chain_is_that_of_the_best_start_alone(DorisMode mode)
    {
        int several = 0;
        for (int seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            int steps = 1 + random.Next(4);
            int window = random.Next(9);
            SequenceBuilder builder = SequenceDefinition.Create("s");
            for (int step = 0; step < steps; step++)
                builder.Step($"step {step}");
            SequenceDefinition definition = builder.Within(TimeSpan.FromSeconds(window), SequenceRules.Doris(mode));
            SequenceEvent[] events = [.. Enumerable.Range(0, 1 + random.Next(12)).Select(_ => new SequenceEvent(0, random.Next(9), (ulong)random.Next(1 << steps))).OrderBy(static e => e.At)];
            long asOf = events[^1].At + random.Next(5);
            (long[] Times, bool IsLive)? expected = Best(events, steps, window, mode, asOf);
            SequenceChains found = ReplayRun.Count(definition, events, asOf: asOf).Chains!;

            string stream = $"stream {seed} of {steps} steps within {window}: {string.Join(' ', events.Select(static e => $"{e.At}:{e.Steps:b}"))}";
            Assert.True(found.Count == (expected is null ? 0 : 1), stream);
            if (expected is not { } best)
                continue;
            Assert.True(best.Times.AsSpan().SequenceEqual(found.TimesAt(0)[..found[0].Level]), stream);
            SequenceEnding ending = best.Times.Length == steps ? SequenceEnding.Completed : best.IsLive ? SequenceEnding.StillOpen : SequenceEnding.Expired;
            Assert.True(ending == found[0].Ending, stream);
            several += best.Times.Length > 1 ? 1 : 0;
        }

        Assert.InRange(several, Streams / 4, Streams);
    }

    private static (long[] Times, bool IsLive)? Best(SequenceEvent[] events, int steps, int window, DorisMode mode, long asOf)
    {
        (int Level, int Last, long[] Times)? best = null;
        bool isLive = false;
        for (int start = 0; start < events.Length; start++)
        {
            if ((events[start].Steps & 1) == 0)
                continue;
            var chain = new List<int> { start };
            bool isBroken = false;
            for (int i = start + 1; i < events.Length && chain.Count < steps && !isBroken && events[i].At - events[start].At <= window; i++)
            {
                bool fits = (events[i].Steps >> chain.Count & 1) != 0;
                if (fits && (mode != DorisMode.Increase || events[i].At > events[chain[^1]].At))
                    chain.Add(i);
                else if (!fits)
                    isBroken = mode == DorisMode.Fixed ? events[i].Steps != 0 : mode == DorisMode.Deduplication && (events[i].Steps & ((1UL << chain.Count) - 1)) != 0;
            }

            isLive |= !isBroken && chain.Count < steps && asOf - events[start].At <= window;
            if (best is not { } b || chain.Count > b.Level || (chain.Count == b.Level && chain[^1] <= b.Last))
                best = (chain.Count, chain[^1], [.. chain.Select(i => events[i].At)]);
        }

        return best is { } found ? (found.Times, isLive) : null;
    }
}
