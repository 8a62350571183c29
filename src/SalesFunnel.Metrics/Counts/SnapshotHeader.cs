namespace SalesFunnel.Metrics;

/// <summary>What a snapshot is about, and what happened to its whole input.</summary>
internal sealed record SnapshotHeader
{
    public required FunnelDefinition Definition { get; init; }

    public required CellLayout Layout { get; init; }

    public required long AsOfMicros { get; init; }

    public required CohortCalendar? Calendar { get; init; }

    public required SegmentAttribution Attribution { get; init; }

    public required IReadOnlyList<Partition> Partitions { get; init; }

    public required long Events { get; init; }

    public required bool UsesInputOrder { get; init; }

    public required bool IsPartial { get; init; }

    public required bool HasFullHistory { get; init; }

    public required EventTally Tally { get; init; }

    public required Rejections Rejections { get; init; }
}
