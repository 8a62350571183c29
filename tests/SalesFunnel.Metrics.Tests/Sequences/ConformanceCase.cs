using System.Text.Json;

namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>One case of Data/event-funnels: a sequence, events of named entities, and what a system answers. Times are in seconds.</summary>
internal sealed class ConformanceCase(JsonElement json)
{
    private readonly List<string> _entities = [.. json.GetProperty("events").EnumerateArray().Select(static e => e.GetProperty("e").GetString()!).Distinct()];
    private readonly List<string> _values = [.. json.GetProperty("events").EnumerateArray().Where(static e => e.TryGetProperty("p", out _))
        .SelectMany(static e => e.GetProperty("p").EnumerateObject()).Select(static p => p.Value.ToString()).Distinct()];

    public string Id { get; } = json.GetProperty("id").GetString()!;

    public string Mode { get; } = json.GetProperty("mode").GetString()!;

    /// <summary>Gets the kind of expectation: steps, trend, time_to_convert or error.</summary>
    public string Kind { get; } = json.TryGetProperty("kind", out JsonElement kind) ? kind.GetString()! : "steps";

    public JsonElement Expect { get; } = json.GetProperty("expect");

    public TimeSpan Window => TimeSpan.FromSeconds(json.GetProperty("window").GetInt64() * json.GetProperty("window_unit").GetString() switch
    {
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => 1L,
    });

    public JsonElement? Property(string name) => json.TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>The preset that the case was answered by.</summary>
    public SequenceRules Preset() => Mode switch
    {
        "posthog_ordered" => SequenceRules.PostHog(),
        "posthog_strict" => SequenceRules.PostHog(PostHogOrder.Strict),
        "posthog_unordered" => SequenceRules.PostHog(PostHogOrder.Unordered),
        "doris_default" or "starrocks_default" => SequenceRules.Doris(),
        "doris_deduplication" => SequenceRules.Doris(DorisMode.Deduplication),
        "doris_fixed" => SequenceRules.Doris(DorisMode.Fixed),
        "doris_increase" => SequenceRules.Doris(DorisMode.Increase),
        _ => SequenceRules.ClickHouse(Modes()),
    };

    /// <summary>The mode of ClickHouse that is nearest to the one of the case.</summary>
    public SequenceRules NearestOfClickHouse() => SequenceRules.ClickHouse(Mode switch
    {
        "doris_deduplication" => ClickHouseModes.StrictDeduplication,
        "doris_fixed" => ClickHouseModes.StrictOrder,
        "doris_increase" => ClickHouseModes.StrictIncrease,
        _ => Modes(),
    });

    public SequenceDefinition Define(SequenceRules rules)
    {
        SequenceBuilder builder = SequenceDefinition.Create(Id);
        HashSet<int> optional = [.. (Property("optional_steps")?.EnumerateArray() ?? default).Select(static s => s.GetInt32())];
        int number = 0;
        foreach (JsonElement step in json.GetProperty("steps").EnumerateArray())
        {
            builder.Step(StepName(number++), [.. step.EnumerateArray().Select(static e => e.GetString()!)]);
            if (optional.Contains(number))
                builder.Optional();
        }

        foreach (JsonElement exclusion in json.GetProperty("exclusions").EnumerateArray())
            builder.Exclude(exclusion.GetProperty("event").GetString()!, StepName(exclusion.GetProperty("from_step").GetInt32()), StepName(exclusion.GetProperty("to_step").GetInt32()));
        return builder.Within(Window, rules);
    }

    /// <summary>The events in the order of the case, with the steps and exclusions whose conditions they meet.</summary>
    /// <param name="definition">What the case defines.</param>
    /// <param name="property">The property that results are broken down by.</param>
    public List<SequenceEvent> Events(SequenceDefinition definition, string? property = null)
    {
        List<JsonElement?> stepConditions = [.. (Property("step_where")?.EnumerateArray() ?? default).Select(static c => (JsonElement?)c)];
        List<JsonElement?> exclusionConditions = [.. json.GetProperty("exclusions").EnumerateArray().Select(static x => x.TryGetProperty("where", out JsonElement where) ? where : (JsonElement?)null)];
        var events = new List<SequenceEvent>();
        foreach (JsonElement e in json.GetProperty("events").EnumerateArray())
        {
            byte type = definition.TypeOf(e.GetProperty("n").GetString()!);
            JsonElement? properties = e.TryGetProperty("p", out JsonElement p) ? p : null;
            string value = property is not null && properties?.TryGetProperty(property, out JsonElement found) == true ? found.ToString() : string.Empty;
            events.Add(new SequenceEvent(
                IdOf(e.GetProperty("e").GetString()!),
                e.GetProperty("t").GetInt64(),
                Where(definition.StepsOf(type), stepConditions, properties),
                Where(definition.ExclusionsOf(type), exclusionConditions, properties),
                value.Length == 0 ? SegmentValue.None : _values.IndexOf(value)));
        }

        return events;
    }

    /// <summary>The id of an entity; −1 for one without events.</summary>
    public long IdOf(string entity) => _entities.IndexOf(entity);

    public string ValueName(long segment) => segment == SegmentValue.None ? string.Empty : _values[(int)segment];

    public override string ToString() => Id;

    private static string StepName(int index) => $"step {index + 1}";

    private static ulong Where(ulong mask, List<JsonElement?> conditions, JsonElement? properties)
    {
        for (int bit = 0; bit < conditions.Count; bit++)
        {
            if (conditions[bit] is { ValueKind: JsonValueKind.Object } where
                && !where.EnumerateObject().All(c => properties?.TryGetProperty(c.Name, out JsonElement value) == true && value.ToString() == c.Value.ToString()))
                mask &= ~(1UL << bit);
        }

        return mask;
    }

    private ClickHouseModes Modes() => json.GetProperty("modes").EnumerateArray().Aggregate(ClickHouseModes.None, static (modes, mode) => modes | mode.GetString() switch
    {
        "strict_order" => ClickHouseModes.StrictOrder,
        "strict_deduplication" => ClickHouseModes.StrictDeduplication,
        "strict_increase" => ClickHouseModes.StrictIncrease,
        "strict_once" => ClickHouseModes.StrictOnce,
        "allow_reentry" => ClickHouseModes.AllowReentry,
        var other => throw new InvalidOperationException($"Mode '{other}' is unknown."),
    });
}
