using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Insights;

/// <summary>A step's conversion before and after, and whether the difference is more than chance.</summary>
/// <param name="Name">The step, for example <c>Proposal → Won</c>.</param>
/// <param name="Before">Conversion before.</param>
/// <param name="After">Conversion after.</param>
/// <param name="Difference">After − before with its 95 % interval (Newcombe); <c>null</c> when one is undefined.</param>
/// <param name="PValue">Of the pooled z test, two-sided, Holm-adjusted over the steps; <c>null</c> when it cannot be tested.</param>
public sealed record StepChange(string Name, ConversionRate Before, ConversionRate After, RateInterval? Difference, double? PValue);
