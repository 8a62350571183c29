namespace SalesFunnel.Metrics.Statistics;

/// <summary>One distinct time of the cumulative incidences of competing outcomes.</summary>
/// <param name="Time">The time.</param>
/// <param name="Open">Estimated share still open.</param>
/// <param name="Won">Estimated share won by then.</param>
/// <param name="Lost">Estimated share lost by then.</param>
/// <param name="WonStandardError">Its standard error.</param>
/// <param name="LostStandardError">Its standard error.</param>
public readonly record struct CumulativeIncidenceStep(double Time, double Open, double Won, double Lost, double WonStandardError, double LostStandardError);
