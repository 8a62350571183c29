namespace SalesFunnel.Metrics;

/// <summary>The saved state of a live funnel: the tracker, and how far each source had been taken when it stood so. Both together, so that an event delivered again is known.</summary>
/// <param name="Tracker">The counts and the state of every deal.</param>
public sealed record FunnelCheckpoint(StageHistoryTracker Tracker)
{
    /// <summary>Gets the number of the checkpoint.</summary>
    public long Number { get; init; }

    /// <summary>Gets when it was made.</summary>
    public DateTimeOffset SavedAt { get; init; }

    /// <summary>Gets how far each source had been taken, in ordinal order of name.</summary>
    public IReadOnlyList<SourcePosition> Sources { get; init; } = [];

    /// <summary>Gets the number of the last block of the event log that is counted; 0 = none.</summary>
    public long LogNumber { get; init; }

    /// <summary>Gets the number of events that were not taken for want of room.</summary>
    public long Refused { get; init; }

    /// <summary>Gets the number of events that were delivered again.</summary>
    public long Redelivered { get; init; }
}
