namespace SalesFunnel.Metrics.Testing;

/// <summary>Small saved snapshots of sequences that between them hold everything that can be saved.</summary>
public static class SequenceSeeds
{
    private static readonly DateTimeOffset Day = new(2026, 4, 1, 8, 0, 0, TimeSpan.Zero);

    public static byte[] Chains { get; } = Save(Shop(new SequenceRules()), new SequenceOptions { Detail = SequenceDetail.Chains });

    public static IReadOnlyList<byte[]> All { get; } =
    [
        SequenceSnapshotCodec.ToBytes(new SequenceTracker(Shop(new SequenceRules())).Snapshot(Day)),
        Chains,
        Save(Shop(new SequenceRules()), new SequenceOptions { Resolution = TimeResolution.Second, Partition = new Partition(7, 1, 3) }),
        Save(Detours(), new SequenceOptions { Detail = SequenceDetail.Chains, Breakdown = new SequenceBreakdown(BreakdownKind.AllEvents) }),
        Save(Shop(SequenceRules.ClickHouse(ClickHouseModes.StrictOrder | ClickHouseModes.AllowReentry)), new SequenceOptions { Resolution = TimeResolution.Millisecond, Detail = SequenceDetail.Chains, Breakdown = new SequenceBreakdown(BreakdownKind.Step, 1) }),
    ];

    /// <summary>Gets small saved trackers and an index of identifiers.</summary>
    public static IReadOnlyList<byte[]> Live { get; } =
    [
        SequenceTrackerCodec.ToBytes(new SequenceTracker(Shop(new SequenceRules()))),
        SequenceTrackerCodec.ToBytes(Fill(Shop(new SequenceRules()), new SequenceOptions { Resolution = TimeResolution.Second })),
        SequenceTrackerCodec.ToBytes(Fill(Shop(new SequenceRules { Ties = EventTies.Input }), new SequenceOptions { Resolution = TimeResolution.Millisecond, AllowedLateness = TimeSpan.FromHours(30), ForgetAfter = TimeSpan.FromDays(8) })),
        SequenceTrackerCodec.ToBytes(Fill(Shop(new SequenceRules()), new SequenceOptions { Partition = new Partition(7, 1, 3) })),
        SequenceTrackerCodec.ToBytes(Fill(Detours(), new SequenceOptions { Detail = SequenceDetail.Chains, Breakdown = new SequenceBreakdown(BreakdownKind.AllEvents), AllowedLateness = TimeSpan.FromHours(5) })),
        SequenceTrackerCodec.ToBytes(Fill(Excluding(new SequenceRules()), new SequenceOptions { Resolution = TimeResolution.Second })),
        SequenceTrackerCodec.ToBytes(Fill(Excluding(new SequenceRules { Ties = EventTies.Input, Attempts = AttemptPolicy.Best }), new SequenceOptions { AllowedLateness = TimeSpan.FromHours(5) })),
        SequenceTrackerCodec.ToBytes(Fill(Shop(new SequenceRules { Ties = EventTies.Strict, Attempts = AttemptPolicy.FirstEntry }), new SequenceOptions { Resolution = TimeResolution.Second, ForgetAfter = TimeSpan.FromDays(8) })),
        EntityIndexCodec.ToBytes(Index("a", "Åsa", "1", string.Empty, "a longer identifier")),
    ];

    private static EntityIndex Index(params string[] identifiers)
    {
        var index = new EntityIndex();
        foreach (string identifier in identifiers)
            index.GetOrAdd(identifier);
        return index;
    }

    private static SequenceDefinition Shop(SequenceRules rules) => SequenceDefinition.Create("Kauf").Step("visit").Step("cart", "cart", "wishlist").Step("buy").Within(TimeSpan.FromDays(7), rules);

    private static SequenceDefinition Excluding(SequenceRules rules) => SequenceDefinition.Create("ohne").Step("a").Step("b").Step("c").Step("d").Exclude(["x", "c"], "a", "b").Exclude("y", "b", "d").Within(TimeSpan.FromDays(3), rules);

    private static SequenceDefinition Detours() => SequenceDefinition.Create("détour").Step("a").ThenDirectly("b").Gap(TimeSpan.FromHours(1), TimeSpan.FromDays(2)).Optional().Step("c", "c", "b").Exclude(["x", "y"], "a", "c")
        .Within(TimeSpan.FromDays(3), new SequenceRules { Ties = EventTies.Input, Between = DirectScope.NamedEvents, Exclusions = ExclusionPolicy.EraseAttempt, Attempts = AttemptPolicy.Best });

    private static byte[] Save(SequenceDefinition definition, SequenceOptions options) => SequenceSnapshotCodec.ToBytes(Fill(definition, options).Snapshot(Day.AddDays(9)));

    private static SequenceTracker Fill(SequenceDefinition definition, SequenceOptions options)
    {
        var tracker = new SequenceTracker(definition, options);
        for (int i = 0; i < 60; i++)
        {
            string name = definition.EventNames[i * 7 % 11 % definition.EventNames.Count];
            tracker.Add((i * 5 % 9) - 2, Day.AddHours(i * 3), name, options.Breakdown.Kind == BreakdownKind.None || i % 4 == 0 ? SegmentValue.None : i % 3);
        }

        tracker.Add(1, Day.AddDays(-3), definition.EventNames[0]); // late where levels are kept
        return tracker;
    }
}
