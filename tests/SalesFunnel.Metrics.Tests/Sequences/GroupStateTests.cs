namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>The words of levels that take the events of one time together: which contradict themselves, and what they answer to late events.</summary>
public class GroupStateTests
{
    private const long Far = 1L << 62;

    // Words: steps, exclusions and time of the group; level, flags; start, arrival; starts of levels 1 to 3; in input order where levels 1 to 3 were come to from.
    [Theory]
    [InlineData(0, 0)] // no event
    [InlineData(0, 1L << 4)] // a step that is not there
    [InlineData(1, 1L << 2)] // an exclusion that is not there
    [InlineData(3, 0)] // no level, but a chain
    [InlineData(3, 2)] // a chain that had done nothing before its last time, but started before
    [InlineData(3, 2 | 2 << 8)] // a chain that had done all before its last time
    [InlineData(3, 2 | 1 << 8 | 1 << 15)] // an unknown bit
    [InlineData(3, 5 | 1 << 8)] // a level beyond the last
    [InlineData(3, 4 | 1 << 8 | 1 << 7)] // completed, and excluded
    [InlineData(4, Far + 4)] // started after it arrived
    [InlineData(4, Far - 8)] // longer than the window
    [InlineData(5, Far + 5)] // arrived at a time at which its last step did not come
    [InlineData(6, Far + 5)] // started at the time of the group, but before it
    [InlineData(6, -1)] // no time
    [InlineData(7, Far + 2)] // started later than the level below
    [InlineData(8, Far + 1)] // beyond the furthest level
    public void States_that_contradict_themselves_are_refused(int word, long value)
    {
        Refuse<GroupLevels>(EventTies.Any, AttemptPolicy.LatestStart, word, value);
        Refuse<OrderedGroupLevels>(EventTies.Input, AttemptPolicy.LatestStart, word, value);
    }

    [Theory]
    [InlineData(9, 2)] // level 1 come to from level 1
    [InlineData(10, 1)] // level 2 without an event of step 2 at that time
    [InlineData(11, 4)] // beyond the furthest level
    public void Ways_that_events_of_a_time_do_not_lead_are_refused(int word, long value) =>
        Refuse<OrderedGroupLevels>(EventTies.Input, AttemptPolicy.LatestStart, word, value);

    [Fact]
    public void A_second_start_is_refused_where_only_the_first_entry_counts()
    {
        Refuse<GroupLevels>(EventTies.Any, AttemptPolicy.FirstEntry, 6, Far + 2);
        Refuse<GroupLevels>(EventTies.Strict, AttemptPolicy.FirstEntry, 3, 2);
    }

    [Theory]
    [InlineData(EventTies.Any)]
    [InlineData(EventTies.Input)]
    [InlineData(EventTies.Strict)]
    public void An_excluded_event_that_comes_late_is_rejected_and_stops_nothing(EventTies ties)
    {
        var tracker = new SequenceTracker(Definition(ties, AttemptPolicy.LatestStart), new SequenceOptions { Resolution = TimeResolution.Second });
        foreach ((long at, string name) in new[] { (1L, "a"), (4L, "b"), (2L, "x"), (5L, "c"), (6L, "y"), (7L, "d") })
            tracker.Add(8, DateTimeOffset.FromUnixTimeSeconds(at), name);
        SequenceSnapshot snapshot = tracker.Snapshot(DateTimeOffset.FromUnixTimeSeconds(30));
        Assert.Equal((1, 1, 0), (snapshot.Reached(2), snapshot.EndedAt(2, SequenceEnding.Excluded), snapshot.Reached(3)));
        Assert.Equal((RejectReason.Late, 1, (8L, 2L)), (snapshot.Rejections[0].Reason, snapshot.Rejections[0].Count, snapshot.Rejections[0].Samples[0]));
    }

    // The chain that counts did b at 1, before the excluded event, though another one that did it at 2 goes on.
    [Theory]
    [InlineData(EventTies.Any)]
    [InlineData(EventTies.Input)]
    public void An_excluded_event_at_the_last_time_of_the_chain_falls_into_what_it_had_done_before(EventTies ties)
    {
        foreach (bool keepsEvents in new[] { false, true })
        {
            var tracker = new SequenceTracker(Definition(ties, AttemptPolicy.LatestStart), new SequenceOptions { Resolution = TimeResolution.Second, StepMasks = keepsEvents });
            foreach ((long at, string name) in new[] { (0L, "a"), (1L, "b"), (2L, "b"), (2L, "c"), (2L, "y") })
                tracker.Add(8, DateTimeOffset.FromUnixTimeSeconds(at), name);
            Assert.Equal(keepsEvents, tracker.KeepsEvents);
            Assert.Equal(1, tracker.Snapshot(DateTimeOffset.FromUnixTimeSeconds(10)).EndedAt(2, SequenceEnding.StillOpen));
            Assert.Equal(1, tracker.Snapshot(DateTimeOffset.FromUnixTimeSeconds(11)).EndedAt(2, SequenceEnding.Excluded));
        }
    }

    private static SequenceDefinition Definition(EventTies ties, AttemptPolicy attempts) => SequenceDefinition.Create("s").Step("a").Step("b").Step("c").Step("d")
        .Exclude("x", "a", "b").Exclude("y", "b", "d").Within(TimeSpan.FromSeconds(10), new SequenceRules { Ties = ties, Attempts = attempts });

    private static void Refuse<TState>(EventTies ties, AttemptPolicy attempts, int word, long value)
        where TState : struct, ILevelState
    {
        SequenceDefinition definition = Definition(ties, attempts);
        var rules = new LevelRules(definition, window: 10);
        LevelParameters parameters = rules.Parameters;
        long[] state = new long[TState.Words(rules.Steps)];
        foreach ((long at, string name) in new[] { (1L, "a"), (3L, "b"), (5L, "a") })
            Assert.True(TState.Apply(ref state[0], at, rules.StepOfType[definition.TypeOf(name)], in parameters));
        Assert.True(TState.IsValid(ref state[0], in parameters));
        Assert.NotEqual(value, state[word]);
        state[word] = value;
        Assert.False(TState.IsValid(ref state[0], in parameters));
    }
}
