namespace SalesFunnel.Metrics.Testing;

/// <summary>One stay of a deal in an open stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Entered">The move that began it.</param>
/// <param name="Left">The move that ended it; null while it goes on.</param>
/// <param name="End">How it ended.</param>
/// <param name="Micros">Time in the stage without time on hold; null when the entry is undated.</param>
public sealed record OracleVisit(int Stage, OracleStep Entered, OracleStep? Left, OracleVisitEnd End, long? Micros);
