namespace SalesFunnel.Metrics.Insights;

/// <summary>Deals lost for one reason from one stage.</summary>
/// <param name="Reason">The reason as the events carry it; <c>null</c> = none was given.</param>
/// <param name="Stage">0-based index of the stage that they were lost from.</param>
/// <param name="Deals">Number of deals.</param>
/// <param name="Amount">Their amounts; deals without amount count as 0.</param>
public readonly record struct LossReasonRow(long? Reason, int Stage, long Deals, decimal Amount);
