namespace SalesFunnel.Metrics;

/// <summary>What a sequence snapshot is about, and what happened to its whole input.</summary>
internal sealed record SequenceHeader
{
    public required SequenceDefinition Definition { get; init; }

    public required TimeResolution Resolution { get; init; }

    public required SequenceBreakdown Breakdown { get; init; }

    /// <summary>In units of the resolution.</summary>
    public required long AsOf { get; init; }

    public required IReadOnlyList<Partition> Partitions { get; init; }

    public required long Events { get; init; }

    public required long Forgotten { get; init; }

    public required IReadOnlyList<RejectedSequenceEvents> Rejections { get; init; }
}
