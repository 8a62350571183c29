namespace SalesFunnel.Metrics.Insights;

/// <summary>What one changed clause does to the figures, on the way from one rule to another.</summary>
public sealed class RuleDifferenceStep
{
    internal RuleDifferenceStep(RuleClause clause, FunnelRule from, FunnelRule to, IReadOnlyList<RuleDifferenceGroup> groups)
    {
        Clause = clause;
        From = from;
        To = to;
        Groups = groups;
        Deals = groups.Sum(static g => g.Deals);
        TakenEffect = groups.Sum(static g => g.TakenEffect);
    }

    /// <summary>Gets the clause that changes in this step.</summary>
    public RuleClause Clause { get; }

    /// <summary>Gets the rule before the step.</summary>
    public FunnelRule From { get; }

    /// <summary>Gets the rule after the step: the same but for the clause.</summary>
    public FunnelRule To { get; }

    /// <summary>Gets the deals whose counts change, by reason; the largest groups first. Empty when the clause makes no difference to these deals.</summary>
    public IReadOnlyList<RuleDifferenceGroup> Groups { get; }

    /// <summary>Gets the number of deals whose counts change.</summary>
    public long Deals { get; }

    /// <summary>Gets by how much the number of units taken changes.</summary>
    public long TakenEffect { get; }

    /// <summary>By how much the count at a stage changes; the sum over the groups.</summary>
    /// <param name="stage">0-based index.</param>
    public long CountEffect(int stage) => Groups.Sum(g => g.CountEffects[stage]);

    /// <summary>By how much the numerator of the rate from a stage to the next changes; the sum over the groups.</summary>
    /// <param name="stage">0-based index of the earlier stage.</param>
    public long ConvertedEffect(int stage) => Groups.Sum(g => g.ConvertedEffects[stage]);
}
