namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>strict_once keeps one chain a level instead of all chains: the answers are those of keeping all, with every path, as ClickHouse does.</summary>
public class ClickHouseOnceProperties
{
    private const int Streams = 3_000;

    public static TheoryData<ClickHouseModes> Modes =>
    [
        ClickHouseModes.StrictOnce,
        ClickHouseModes.StrictOnce | ClickHouseModes.StrictIncrease,
        ClickHouseModes.StrictOnce | ClickHouseModes.StrictDeduplication,
        ClickHouseModes.StrictOnce | ClickHouseModes.StrictOrder,
        ClickHouseModes.StrictOnce | ClickHouseModes.StrictOrder | ClickHouseModes.AllowReentry,
        ClickHouseModes.StrictOnce | ClickHouseModes.StrictDeduplication | ClickHouseModes.StrictIncrease,
        ClickHouseModes.StrictOnce | ClickHouseModes.StrictDeduplication | ClickHouseModes.StrictOrder,
        ClickHouseModes.StrictOnce | ClickHouseModes.StrictIncrease | ClickHouseModes.StrictOrder | ClickHouseModes.AllowReentry,
    ];

    [Theory]
    [MemberData(nameof(Modes))]
    public void One_chain_a_level_answers_as_all_chains_do(ClickHouseModes modes)
    {
        int several = 0;
        for (int seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            int steps = 2 + random.Next(3);
            int window = random.Next(8);
            SequenceBuilder builder = SequenceDefinition.Create("s");
            for (int step = 0; step < steps; step++)
                builder.Step($"step {step}");
            SequenceDefinition definition = builder.Within(TimeSpan.FromSeconds(window), SequenceRules.ClickHouse(modes));
            // Few times and any masks: ties, events that do several steps, foreign events.
            SequenceEvent[] events = [.. Enumerable.Range(0, 1 + random.Next(9)).Select(_ => new SequenceEvent(0, random.Next(5), (ulong)random.Next(1 << steps)))];
            int expected = AllChains([.. events.OrderBy(static e => e.At)], steps, window, modes);
            SequenceSnapshot found = ReplayRun.Count(definition, events);
            Assert.True(expected == ReplayRun.Levels(found).GetValueOrDefault(0), $"stream {seed} of {definition} ({modes}): {string.Join(' ', events.Select(static e => $"{e.At}:{e.Steps:b}"))} has level {expected}");
            several += expected > 1 ? 1 : 0;
            foreach (SequenceChain chain in found.Chains!)
                RequireChain(chain, events, window);
        }

        Assert.InRange(several, Streams / 4, Streams);
    }

    [Fact]
    public void Seven_hundred_alternating_events_and_thousands_at_one_time_take_no_time()
    {
        SequenceDefinition definition = SequenceDefinition.Create("s").Step("a").Step("b").Step("a again", "a").Step("b again", "b").Within(TimeSpan.FromDays(1), SequenceRules.ClickHouse(ClickHouseModes.StrictOnce));
        SequenceEvent[] alternating = [.. Enumerable.Range(0, 700).Select(static i => new SequenceEvent(0, i, i % 2 == 0 ? 0b0101UL : 0b1010UL))];
        SequenceEvent[] tied = [.. Enumerable.Range(0, 20_000).Select(static i => new SequenceEvent(1, 7, i % 7 == 0 ? 0b1011UL : 0b0101UL))];
        SequenceSnapshot found = ReplayRun.Count(definition, [.. alternating, .. tied]);
        Assert.Equal((4, 4), (found.Chains![0].Level, found.Chains[1].Level));
    }

    private static void RequireChain(SequenceChain chain, SequenceEvent[] events, int window)
    {
        Assert.InRange(chain.AtOf(chain.Level - 1)!.Value - chain.AtOf(0)!.Value, 0, window);
        for (int step = 0; step < chain.Level; step++)
            Assert.Contains(events, e => e.At == chain.AtOf(step) && (e.Steps >> step & 1) != 0);
    }

    /// <summary>Every chain with its path, extended pair by pair of (time, step, event).</summary>
    private static int AllChains(SequenceEvent[] events, int steps, long window, ClickHouseModes modes)
    {
        bool order = modes.HasFlag(ClickHouseModes.StrictOrder);
        var chains = new List<int[]>[steps + 1];
        for (int level = 0; level <= steps; level++)
            chains[level] = [];
        IEnumerable<(int Event, int Step)> pairs =
            from e in Enumerable.Range(0, events.Length)
            from step in Enumerable.Range(0, steps + 1)
            where step == 0 ? order && events[e].Steps == 0 : (events[e].Steps >> (step - 1) & 1) != 0
            orderby events[e].At, step, e
            select (e, step);
        int Highest() => Enumerable.Range(0, steps + 1).Last(level => level == 0 || chains[level].Count > 0);
        foreach ((int e, int step) in pairs)
        {
            bool entered = chains[1].Count > 0;
            if (step == 0)
            {
                if (entered)
                    break;
            }
            else if (step == 1)
            {
                chains[1].Add([e]);
            }
            else if (modes.HasFlag(ClickHouseModes.StrictDeduplication) && chains[step].Count > 0)
            {
                break;
            }
            else if (order && entered && chains[step - 1].Count == 0)
            {
                if (!modes.HasFlag(ClickHouseModes.AllowReentry))
                    break;
            }
            else
            {
                chains[step].AddRange(
                    from path in chains[step - 1]
                    where !path.Contains(e) && events[e].At - events[path[0]].At <= window
                    where !modes.HasFlag(ClickHouseModes.StrictIncrease) || events[path[^1]].At < events[e].At
                    select (int[])[.. path, e]);
            }
        }

        return Highest();
    }
}
