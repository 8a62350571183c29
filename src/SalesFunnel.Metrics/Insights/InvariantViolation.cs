namespace SalesFunnel.Metrics.Insights;

/// <summary>An identity that does not hold.</summary>
/// <param name="Identity">The identity as a formula, for example <c>Σ InStageNow = Open</c>.</param>
/// <param name="Where">Where it was checked: a stage, a dimension, a time, or <c>funnel</c>.</param>
/// <param name="Left">The value of its left side.</param>
/// <param name="Right">The value of its right side.</param>
public sealed record InvariantViolation(string Identity, string Where, decimal Left, decimal Right)
{
    /// <summary>For example <c>Σ InStageNow = Open does not hold (funnel): 3 and 4</c>, in the invariant culture.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Identity} does not hold ({Where}): {Left} and {Right}");
}
