namespace SalesFunnel.Metrics;

/// <summary>Why an event was not counted.</summary>
public enum RejectReason
{
    /// <summary>It is earlier than the last event of its deal, beyond the stated lateness. Only a live tracker rejects so; the log sorts.</summary>
    Late = 1,

    /// <summary>Deal, time and a given sequence number equal those of an event already accepted.</summary>
    Duplicate = 2,

    /// <summary>It comes after the deal was deleted or merged away, or resumes a deal that is not on hold.</summary>
    Impossible = 3,

    /// <summary>The funnel has no such stage.</summary>
    UnknownStage = 4,

    /// <summary>A field cannot be held: unknown kind, time outside the years 1 to 9999, unknown dimension, reserved value, or a row that a reader could not turn into an event.</summary>
    NotRepresentable = 5,

    /// <summary>It would re-open a deal, or replace its outcome, later after the outcome than the options allow.</summary>
    ReopenTooLate = 6,

    /// <summary>The deal belongs to another shard than the tracker's.</summary>
    WrongShard = 7,

    /// <summary>The deal was closed beyond re-opening, or deleted or merged away, and its state was compacted; see <see cref="StageHistoryTracker.Compact"/>.</summary>
    Compacted = 8,
}
