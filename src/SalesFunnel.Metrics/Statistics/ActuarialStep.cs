namespace SalesFunnel.Metrics.Statistics;

/// <summary>One interval of an actuarial life table.</summary>
/// <param name="ConditionalProbability">Share of those exposed that ended in it: d / (n − c/2).</param>
/// <param name="Survival">Share that stays beyond it.</param>
/// <param name="StandardError">Greenwood's standard error of the survival.</param>
public readonly record struct ActuarialStep(double ConditionalProbability, double Survival, double StandardError);
