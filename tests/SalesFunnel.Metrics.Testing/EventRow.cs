namespace SalesFunnel.Metrics.Testing;

/// <summary>What the generator decides about one row before the rows of a log are put in order.</summary>
/// <param name="Event">The event, without time, seq and, where <paramref name="Step"/> is given, without stage.</param>
/// <param name="AtUnixMicros">Its time.</param>
/// <param name="Seq">Its seq, where the log has seqs.</param>
/// <param name="Step">How far the deal moves from its last stage.</param>
/// <param name="Spoil">Makes a row that must be rejected.</param>
/// <param name="CopiesEarlier">True when the row repeats an earlier one exactly.</param>
/// <param name="Salt">A number for small decisions.</param>
internal sealed record EventRow(
    DealEvent Event, long AtUnixMicros, long Seq, int? Step, Func<DealEvent, DealEvent>? Spoil, bool CopiesEarlier, int Salt);
