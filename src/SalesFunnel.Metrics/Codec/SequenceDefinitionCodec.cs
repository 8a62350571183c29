namespace SalesFunnel.Metrics;

/// <summary>A sequence definition inside a state: name, steps, exclusions, window, rules, and the fingerprint as a check.</summary>
internal static class SequenceDefinitionCodec
{
    private const int Directly = 1;
    private const int Optional = 2;
    private const int Anchored = 4;
    private const int HasMaxGap = 8;
    private const int MinEventBytes = 2; // a length and a character

    public static void Write(ref StateWriter writer, SequenceDefinition definition)
    {
        writer.UInt64(definition.Fingerprint);
        writer.String(definition.Name);
        writer.Byte((byte)definition.Steps.Count);
        foreach (SequenceStep step in definition.Steps)
        {
            writer.String(step.Name);
            writer.Byte((byte)((step.FollowsDirectly ? Directly : 0) | (step.IsOptional ? Optional : 0) | (step.IsAnchored ? Anchored : 0) | (step.MaxGap is null ? 0 : HasMaxGap)));
            writer.Number(step.MinGap.Ticks);
            if (step.MaxGap is { } max)
                writer.Number(max.Ticks);
            WriteEvents(ref writer, step.Events);
        }

        writer.Byte((byte)definition.Exclusions.Count);
        foreach (SequenceExclusion exclusion in definition.Exclusions)
        {
            writer.Byte((byte)exclusion.From);
            writer.Byte((byte)exclusion.To);
            WriteEvents(ref writer, exclusion.Events);
        }

        writer.Number(definition.Window.Ticks);
        SequenceRules rules = definition.Rules;
        writer.Byte((byte)rules.Ties);
        writer.Byte((byte)rules.Reuse);
        writer.Byte((byte)rules.Order);
        writer.Byte((byte)rules.Between);
        writer.Byte((byte)rules.Exclusions);
        writer.Byte((byte)rules.Attempts);
        writer.Byte((byte)rules.Unit);
        writer.Byte((byte)rules.Dialect);
        writer.Byte((byte)rules.DialectMode);
    }

    public static SequenceDefinition Read(ref StateReader reader)
    {
        int start = reader.Position;
        ulong fingerprint = reader.UInt64();
        SequenceBuilder builder = SequenceDefinition.Create(reader.String("the name of the sequence"));
        var names = new string[reader.Byte()];
        for (int i = 0; i < names.Length; i++)
            names[i] = ReadStep(ref reader, builder);
        int exclusions = reader.Byte();
        for (int i = 0; i < exclusions; i++)
        {
            int from = reader.Byte();
            int to = reader.Byte();
            if (from >= names.Length || to >= names.Length)
                throw reader.Inconsistent("an exclusion names a step that the sequence does not have.");
            builder.Exclude(ReadEvents(ref reader), names[from], names[to]);
        }

        TimeSpan window = ReadSpan(ref reader, "the window");
        SequenceRules rules = ReadRules(ref reader);
        SequenceDefinition definition;
        try
        {
            definition = builder.Within(window, rules);
        }
        catch (FunnelDefinitionException e)
        {
            throw reader.Inconsistent(e.Message, start, e);
        }

        return definition.Fingerprint == fingerprint
            ? definition
            : throw reader.Inconsistent("the fingerprint of the sequence is not that of its steps and rules.", start);
    }

    private static string ReadStep(ref StateReader reader, SequenceBuilder builder)
    {
        string name = reader.String("the name of a step");
        int flags = reader.Byte();
        if (flags > (Directly | Optional | Anchored | HasMaxGap))
            throw reader.Inconsistent("a flag of a step does not exist.");
        TimeSpan min = ReadSpan(ref reader, "the shortest gap of a step");
        TimeSpan? max = (flags & HasMaxGap) != 0 ? ReadSpan(ref reader, "the longest gap of a step") : null;
        string[] events = ReadEvents(ref reader);
        if ((flags & Directly) != 0)
            builder.ThenDirectly(name, events);
        else
            builder.Step(name, events);
        builder.Gap(min, max);
        if ((flags & Optional) != 0)
            builder.Optional();
        if ((flags & Anchored) != 0)
            builder.Anchored();
        return name;
    }

    private static SequenceRules ReadRules(ref StateReader reader)
    {
        var rules = new SequenceRules
        {
            Ties = (EventTies)reader.Byte(),
            Reuse = (EventReuse)reader.Byte(),
            Order = (StepOrder)reader.Byte(),
            Between = (DirectScope)reader.Byte(),
            Exclusions = (ExclusionPolicy)reader.Byte(),
            Attempts = (AttemptPolicy)reader.Byte(),
            Unit = (SequenceUnit)reader.Byte(),
            Dialect = (SequenceDialect)reader.Byte(),
            DialectMode = reader.Byte(),
        };
        try
        {
            // The presets know which modes exist; what else the rules say the builder checks.
            SequenceRules preset = rules.Dialect switch
            {
                SequenceDialect.ClickHouse => SequenceRules.ClickHouse((ClickHouseModes)rules.DialectMode),
                SequenceDialect.PostHog => SequenceRules.PostHog((PostHogOrder)rules.DialectMode),
                SequenceDialect.Doris => SequenceRules.Doris((DorisMode)rules.DialectMode),
                _ => new SequenceRules(),
            };
            if (preset.Dialect != rules.Dialect || preset.DialectMode != rules.DialectMode)
                throw reader.Inconsistent("the preset of the rules does not exist.");
        }
        catch (ArgumentException e)
        {
            throw reader.Inconsistent("the mode of the preset does not exist.", inner: e);
        }

        return rules;
    }

    private static void WriteEvents(ref StateWriter writer, IReadOnlyList<string> events)
    {
        writer.Number(events.Count);
        foreach (string name in events)
            writer.String(name);
    }

    private static string[] ReadEvents(ref StateReader reader)
    {
        var events = new string[reader.Count(MinEventBytes, "the number of events")];
        if (events.Length == 0)
            throw reader.Inconsistent("a step or an exclusion has no event.");
        for (int i = 0; i < events.Length; i++)
            events[i] = reader.String("the name of an event");
        return events;
    }

    private static TimeSpan ReadSpan(ref StateReader reader, string what) => TimeSpan.FromTicks(reader.Number(long.MaxValue, what));
}
