namespace SalesFunnel.Metrics.Statistics;

/// <summary>One distinct time of a survival curve.</summary>
/// <param name="Time">The time.</param>
/// <param name="AtRisk">Units still there just before it.</param>
/// <param name="Events">Units that ended at it.</param>
/// <param name="Censored">Units last seen at it without having ended.</param>
/// <param name="Survival">Kaplan–Meier estimate of the share that stays longer.</param>
/// <param name="StandardError">Greenwood's standard error of the survival; <c>null</c> once the survival is 0.</param>
/// <param name="Low">Lower limit by the log-log interval; <c>null</c> once the survival is 0.</param>
/// <param name="High">Upper limit by the log-log interval; <c>null</c> once the survival is 0.</param>
/// <param name="CumulativeHazard">Nelson–Aalen estimate Σ d/n.</param>
/// <param name="HazardStandardError">Its standard error √Σ d/n².</param>
public readonly record struct SurvivalStep(
    double Time, long AtRisk, long Events, long Censored, double Survival, double? StandardError, double? Low, double? High, double CumulativeHazard, double HazardStandardError);
