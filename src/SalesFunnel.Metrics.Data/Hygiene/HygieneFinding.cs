namespace SalesFunnel.Metrics.Data;

/// <summary>What one rule found.</summary>
/// <param name="Rule">The code of the rule: a member of <see cref="HygieneRules"/>, or the name of a <see cref="RowDefect"/>.</param>
/// <param name="Meaning">What the rule looks for, with its limits.</param>
/// <param name="Count">How many rows, deals or changes it found.</param>
/// <param name="Of">Out of how many.</param>
/// <param name="Unit">What was counted: <c>rows</c>, <c>deals</c>, <c>won deals</c>, <c>open deals</c>, <c>changes</c> or <c>fields</c>.</param>
/// <param name="Effect">What it does to the figures, and what to do about it.</param>
/// <param name="Samples">The first places, at most <see cref="MaxSamples"/>.</param>
public sealed record HygieneFinding(string Rule, string Meaning, long Count, long Of, string Unit, string Effect, IReadOnlyList<HygieneSample> Samples)
{
    /// <summary>How many places are kept per rule.</summary>
    public const int MaxSamples = 10;

    /// <summary>Gets the share, a fraction; 0 of 0 is <c>null</c>.</summary>
    public double? Share => Of > 0 ? (double)Count / Of : null;
}
