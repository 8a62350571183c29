namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>A sequence with options and a stream of events, made from a seed: every preset and rule, breakdown and resolution occurs.</summary>
internal sealed class RandomSequence
{
    private const int Entities = 12;

    public RandomSequence(int seed)
    {
        Random = new Random(seed);
        int steps = 1 + Random.Next(5);
        bool isOptional = Random.Next(4) == 0;
        SequenceRules rules = Rules(isOptional);
        bool mayExclude = rules.Dialect is SequenceDialect.Own or SequenceDialect.PostHog && Random.Next(2) == 0;
        SequenceBuilder builder = SequenceDefinition.Create($"séquence {seed}");
        for (int step = 0; step < steps; step++)
        {
            if (step > 0 && rules.Dialect == SequenceDialect.Own && rules.Order == StepOrder.Given && Random.Next(6) == 0)
                builder.ThenDirectly($"step {step}", "a", $"e{step}");
            else
                builder.Step($"step {step}", $"e{step}");
            if (step > 0 && rules.Dialect == SequenceDialect.Own && rules.Order == StepOrder.Given && Random.Next(6) == 0)
                builder.Gap(TimeSpan.FromSeconds(Random.Next(3)), Random.Next(2) == 0 ? null : TimeSpan.FromSeconds(3 + Random.Next(9)));
            if (isOptional && step > 0 && step < steps - 1 && Random.Next(2) == 0 && rules.Order == StepOrder.Given)
                builder.Optional();
        }

        if (mayExclude && steps > 1)
            builder.Exclude(["x", "y"], "step 0", $"step {steps - 1}");
        Definition = builder.Within(TimeSpan.FromSeconds(Random.Next(40)), rules);
        var breakdown = (BreakdownKind)Random.Next(6);
        Options = new SequenceOptions
        {
            Resolution = (TimeResolution)Random.Next(3),
            Detail = SequenceDetail.Chains,
            Breakdown = new SequenceBreakdown(breakdown, rules is { Dialect: SequenceDialect.PostHog, DialectMode: (int)PostHogOrder.Unordered } ? 0 : Random.Next(steps)),
            StepMasks = true,
        };
        long second = 1_000_000 / SequenceTime.MicrosOf(Options.Resolution);
        Events = [.. Enumerable.Range(0, Random.Next(120)).Select(_ => new SequenceEvent(
            Random.Next(Entities) * (Random.Next(2) == 0 ? 1 : -7_000_000_000_003L),
            (Random.Next(60) * second) + (Random.Next(3) == 0 ? Random.Next((int)Math.Min(second, 1_000)) : 0) - (20 * second),
            1UL << Random.Next(steps) | (Random.Next(4) == 0 ? 1UL << Random.Next(steps) : 0),
            Definition.Exclusions.Count > 0 && Random.Next(5) == 0 ? 1UL : 0,
            Random.Next(3) == 0 ? SegmentValue.None : Random.Next(4) - 1))];
        AsOf = Events.Select(static e => e.At).DefaultIfEmpty().Max() + Random.Next((int)(20 * second));
    }

    public Random Random { get; }

    public SequenceDefinition Definition { get; }

    public SequenceOptions Options { get; }

    public IReadOnlyList<SequenceEvent> Events { get; }

    public long AsOf { get; }

    public SequenceSnapshot Count() => ReplayRun.Count(Definition, Events, Options, AsOf);

    private SequenceRules Rules(bool isOptional) => Random.Next(isOptional ? 4 : 9) switch
    {
        0 => new SequenceRules(),
        1 => new SequenceRules { Ties = EventTies.Input, Attempts = AttemptPolicy.Best },
        2 => SequenceRules.PostHog(),
        3 => SequenceRules.PostHog(PostHogOrder.Strict),
        4 => SequenceRules.PostHog(PostHogOrder.Unordered),
        5 => SequenceRules.ClickHouse((ClickHouseModes)Random.Next(16)),
        6 => SequenceRules.Doris((DorisMode)Random.Next(4)),
        7 => new SequenceRules { Order = StepOrder.Any },
        _ => new SequenceRules { Unit = SequenceUnit.Attempts, Between = DirectScope.NamedEvents },
    };
}
