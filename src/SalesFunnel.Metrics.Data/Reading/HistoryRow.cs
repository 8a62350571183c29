namespace SalesFunnel.Metrics.Data;

/// <summary>One usable row of a history.</summary>
/// <param name="At">When.</param>
/// <param name="Seq">The number that orders rows of one time; 0 without one.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Kind">What changed.</param>
/// <param name="Value">The stage that is entered, or the status.</param>
/// <param name="Previous">The stage that is left; −1 when the row does not say.</param>
/// <param name="Amount">The amount from this row on.</param>
/// <param name="LossReason">The reason of a loss.</param>
/// <param name="Segments">Values of dimensions; <c>null</c> when none is read from the history.</param>
/// <param name="Before">The row of the same deal before this one in the file; −1 = none.</param>
internal readonly record struct HistoryRow(
    long At, long Seq, long Line, HistoryRowKind Kind, int Value, int Previous, long Amount, long LossReason, (int Dimension, long Value)[]? Segments, int Before);
