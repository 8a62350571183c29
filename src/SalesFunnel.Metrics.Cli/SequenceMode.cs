namespace SalesFunnel.Metrics.Cli;

/// <summary>The value of <c>--mode</c>: own rules, or the preset of another system.</summary>
internal sealed record SequenceMode(string Text, SequenceRules Rules, bool IsDirect = false)
{
    public const string Help = "ordered|strict|unordered|clickhouse[:MODE,…]|posthog[:ordered|strict|unordered]|mixpanel|doris[:default|deduplication|fixed|increase]";
    private static readonly Dictionary<string, ClickHouseModes> s_clickHouse = new(StringComparer.Ordinal)
    {
        ["strict_order"] = ClickHouseModes.StrictOrder,
        ["strict_deduplication"] = ClickHouseModes.StrictDeduplication,
        ["strict_increase"] = ClickHouseModes.StrictIncrease,
        ["strict_once"] = ClickHouseModes.StrictOnce,
        ["allow_reentry"] = ClickHouseModes.AllowReentry,
    };

    public static readonly SequenceMode Ordered = new("ordered", new SequenceRules());

    /// <summary>Reads a mode.</summary>
    /// <exception cref="FormatException">It is none of the known ones; the message says which there are.</exception>
    public static SequenceMode Parse(string text)
    {
        (string system, string? detail) = text.Split(':', 2) is [var before, var behind] ? (before, behind) : (text, null);
        return (system, detail) switch
        {
            ("ordered", null) => Ordered,
            ("strict", null) => new SequenceMode(text, new SequenceRules(), IsDirect: true),
            ("unordered", null) => new SequenceMode(text, new SequenceRules { Order = StepOrder.Any }),
            ("mixpanel", null) => new SequenceMode(text, SequenceRules.Mixpanel()),
            ("clickhouse", _) => new SequenceMode(text, SequenceRules.ClickHouse(ClickHouse(detail))),
            ("posthog", null or "ordered") => new SequenceMode(text, SequenceRules.PostHog()),
            ("posthog", "strict") => new SequenceMode(text, SequenceRules.PostHog(PostHogOrder.Strict)),
            ("posthog", "unordered") => new SequenceMode(text, SequenceRules.PostHog(PostHogOrder.Unordered)),
            ("doris", null or "default") => new SequenceMode(text, SequenceRules.Doris()),
            ("doris", "deduplication") => new SequenceMode(text, SequenceRules.Doris(DorisMode.Deduplication)),
            ("doris", "fixed") => new SequenceMode(text, SequenceRules.Doris(DorisMode.Fixed)),
            ("doris", "increase") => new SequenceMode(text, SequenceRules.Doris(DorisMode.Increase)),
            _ => throw new FormatException($"found '{text}'. Write one of {Help}."),
        };
    }

    private static ClickHouseModes ClickHouse(string? names)
    {
        ClickHouseModes modes = ClickHouseModes.None;
        foreach (string name in names?.Split(',') ?? [])
        {
            if (!s_clickHouse.TryGetValue(name.Trim(), out ClickHouseModes mode))
                throw new FormatException($"ClickHouse has no mode '{name.Trim()}'. It has {string.Join(", ", s_clickHouse.Keys)}; several are separated by commas.");
            modes |= mode;
        }

        if (modes.HasFlag(ClickHouseModes.AllowReentry) && !modes.HasFlag(ClickHouseModes.StrictOrder))
            throw new FormatException("allow_reentry needs strict_order with it, in ClickHouse as well. Write clickhouse:strict_order,allow_reentry.");
        return modes;
    }
}
