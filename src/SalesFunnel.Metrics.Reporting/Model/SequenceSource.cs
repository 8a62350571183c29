namespace SalesFunnel.Metrics.Reporting;

/// <summary>What a page about a sequence shows, and how it names things.</summary>
public sealed record SequenceSource
{
    /// <summary>Gets the counts; with chains, else times and levels are missing.</summary>
    public required SequenceSnapshot Snapshot { get; init; }

    /// <summary>Gets the rules in a word, for example <c>ordered</c> or <c>clickhouse:strict_order</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Gets the outer ids of the entities; <c>null</c> = numbers.</summary>
    public EntityIndex? Entities { get; init; }

    /// <summary>Gets the name of the property that the snapshot is broken down by; <c>null</c> = none.</summary>
    public string? By { get; init; }

    /// <summary>Gets the texts of the values of that property; <c>null</c> = numbers.</summary>
    public EntityIndex? Values { get; init; }

    /// <summary>Gets a value indicating whether the level of each entity is listed.</summary>
    public bool ListsLevels { get; init; }

    /// <summary>Gets what was left out, by reason.</summary>
    public IReadOnlyList<RejectedItem> Rejected { get; init; } = [];

    /// <summary>Gets sentences about how the data was read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets the zone of printed times.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Gets a value indicating whether the as-of time was not asked for, but is that of the last event.</summary>
    public bool AsOfIsLastEvent { get; init; }

    internal string? ValueText(long value) => value == SegmentValue.None ? null
        : Values is { } index && value >= 0 && value < index.Count ? index.OuterId(value) : value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The level of every entity, in the order of their ids: the furthest of its attempts, 0 for one that never entered.</summary>
    internal IEnumerable<(string Entity, int Level)> Levels()
    {
        var levels = new SortedDictionary<long, int>();
        for (int entity = 0; entity < (Entities?.Count ?? 0); entity++)
            levels.Add(entity, 0);
        foreach (SequenceChain chain in Snapshot.Chains ?? Enumerable.Empty<SequenceChain>())
            levels[chain.Entity] = Math.Max(levels.GetValueOrDefault(chain.Entity), chain.Level);
        return levels.Select(item => (Entities is { } index && item.Key >= 0 && item.Key < index.Count ? index.OuterId(item.Key) : item.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), item.Value));
    }
}
