namespace SalesFunnel.Metrics.Insights;

/// <summary>What one segment contributes to the change of a common rate.</summary>
/// <param name="Name">The segment.</param>
/// <param name="Before">Its successes of its cases before.</param>
/// <param name="After">The same after.</param>
/// <param name="Mix">Part of its changed share: (w₁ − w₀)·(mean of its rates − mean of the common rates).</param>
/// <param name="Rate">Part of its changed rate: (r₁ − r₀)·mean of its shares.</param>
public readonly record struct MixRatePart(string Name, (long Successes, long Cases) Before, (long Successes, long Cases) After, double Mix, double Rate);
