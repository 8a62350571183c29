namespace SalesFunnel.Metrics.Statistics;

/// <summary>One distinct time of the cumulative incidences of competing outcomes.</summary>
/// <param name="Time">The time.</param>
/// <param name="Open">Estimated share still open.</param>
/// <param name="Won">Estimated share won by then.</param>
/// <param name="Lost">Estimated share lost by then.</param>
/// <param name="WonStandardError">Its standard error.</param>
/// <param name="LostStandardError">Its standard error.</param>
public readonly record struct CumulativeIncidenceStep(double Time, double Open, double Won, double Lost, double WonStandardError, double LostStandardError)
{
    /// <summary>The interval of the share won, on the log(−log F) scale: F^exp(±z·se / (F ln F)).</summary>
    /// <returns>The interval, or <c>null</c> while nothing, or everything, is won.</returns>
    /// <param name="level">Confidence level.</param>
    public ProportionInterval? WonInterval(double level = 0.95) => new CumulativeIncidence(Won, WonStandardError).Interval(level);

    /// <summary>The interval of the share lost, on the log(−log F) scale: F^exp(±z·se / (F ln F)).</summary>
    /// <returns>The interval, or <c>null</c> while nothing, or everything, is lost.</returns>
    /// <param name="level">Confidence level.</param>
    public ProportionInterval? LostInterval(double level = 0.95) => new CumulativeIncidence(Lost, LostStandardError).Interval(level);
}
