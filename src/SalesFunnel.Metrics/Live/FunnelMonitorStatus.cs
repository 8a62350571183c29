namespace SalesFunnel.Metrics;

/// <summary>How a live funnel stands. Counts go on over restarts as far as checkpoints hold them.</summary>
public sealed record FunnelMonitorStatus
{
    /// <summary>Gets the number of events taken.</summary>
    public long Accepted { get; init; }

    /// <summary>Gets the number of events counted, or rejected by the tracker with a reason.</summary>
    public long Applied { get; init; }

    /// <summary>Gets the number of events taken that wait to be counted.</summary>
    public long Waiting => Accepted - Applied;

    /// <summary>Gets the number of events not taken because there was no room; whoever gave them knows.</summary>
    public long Refused { get; init; }

    /// <summary>Gets the number of events delivered again by a source and not counted twice.</summary>
    public long Redelivered { get; init; }

    /// <summary>Gets the number of events that were counted as rejected, by whatever reason; a snapshot tells the reasons.</summary>
    public long Rejected { get; init; }

    /// <summary>Gets the time of the latest event counted.</summary>
    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>Gets the number of deals that state is kept of.</summary>
    public int Deals { get; init; }

    /// <summary>Gets the bytes of all state: deals, counts and queue.</summary>
    public long StateBytes { get; init; }

    /// <summary>Gets a value indicating whether the saved state was read, or there was none to read.</summary>
    public bool IsRestored { get; init; }

    /// <summary>Gets the number of the last checkpoint; 0 when there is none.</summary>
    public long LastCheckpoint { get; init; }

    /// <summary>Gets when the last checkpoint was saved.</summary>
    public DateTimeOffset? LastSavedAt { get; init; }

    /// <summary>Gets the number of saves that failed; each is tried again.</summary>
    public long FailedSaves { get; init; }

    /// <summary>Gets what went wrong last – with the store, the event log or a subscriber – or <c>null</c> when that has worked since.</summary>
    public string? LastError { get; init; }

    /// <summary>Gets the checkpoints that were damaged and passed over when the state was read: where they lie and what is wrong.</summary>
    public IReadOnlyList<string> DamagedCheckpoints { get; init; } = [];
}
