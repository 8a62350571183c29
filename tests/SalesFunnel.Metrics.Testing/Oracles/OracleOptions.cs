namespace SalesFunnel.Metrics.Testing;

/// <summary>How the oracle reads a list of events. The defaults are those of a live tracker.</summary>
public sealed record OracleOptions
{
    /// <summary>True reads like a log: each deal's events are sorted by (time, seq, input order) first, and a deal that was deleted or
    /// merged leaves nothing behind. False reads like a tracker: in order of arrival, and its movement stays.</summary>
    public bool AsLog { get; init; }

    public SegmentAttribution Attribution { get; init; } = SegmentAttribution.AtEntry;

    public CohortCalendar? Calendar { get; init; }

    public TimeSpan? ReopenWithin { get; init; }

    public Partition Partition { get; init; }

    public TimeSpan AllowedLateness { get; init; } = TimeSpan.Zero;
}
