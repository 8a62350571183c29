namespace SalesFunnel.Metrics.Insights;

/// <summary>One deal behind a figure.</summary>
/// <param name="Entity">Its id in the log.</param>
/// <param name="OuterId">Its outer id, where the log has those; else <c>null</c>.</param>
/// <param name="Count">How often it counts: 1, except under visit rows and attempts.</param>
/// <param name="Stage">0-based index of the open stage it is in, or was in before its outcome; the last one for a deal won without any.</param>
/// <param name="Outcome">Won or lost; <c>null</c> while it is open.</param>
/// <param name="Amount">Its amount now, that of its last win when it is won; <c>null</c> when not known.</param>
/// <param name="CreatedAt">Its first dated entry or outcome; <c>null</c> when none has a date.</param>
/// <param name="LastMoveAt">When it last entered a stage or got its outcome; <c>null</c> when that has no date.</param>
public readonly record struct DealItem(long Entity, string? OuterId, long Count, int Stage, DealEventKind? Outcome, decimal? Amount, DateTimeOffset? CreatedAt, DateTimeOffset? LastMoveAt);
