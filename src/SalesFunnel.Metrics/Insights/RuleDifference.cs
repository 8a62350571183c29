namespace SalesFunnel.Metrics.Insights;

/// <summary>Why two rules give different numbers on the same deals: which clause of the rule makes which difference, and by which deals.</summary>
/// <remarks>The way from A to B changes one clause at a time, in the order of <see cref="Steps"/>. Each step's effect is the sum over the deals of the change of their counts, so for
/// every stage the effects of the steps add up to the count under B less that under A, exactly. What a clause contributes depends on the order where clauses interact; the sum does not.</remarks>
public sealed class RuleDifference
{
    /// <summary>Id of the method.</summary>
    public const string MethodId = "explain-diff.clauses/1";

    internal RuleDifference(RuleCounts a, RuleCounts b, IReadOnlyList<RuleDifferenceStep> steps)
    {
        A = a;
        B = b;
        Steps = steps;
    }

    /// <summary>Gets the counts under the first rule.</summary>
    public RuleCounts A { get; }

    /// <summary>Gets the counts under the second rule.</summary>
    public RuleCounts B { get; }

    /// <summary>Gets the changed clauses in the order in which they are changed: population, period, unit, counting; counting comes first where a rule of the way could not be counted otherwise.
    /// Empty when the rules differ by name only.</summary>
    public IReadOnlyList<RuleDifferenceStep> Steps { get; }

    /// <summary>The count at a stage under B less that under A.</summary>
    /// <param name="stage">0-based index.</param>
    public long Count(int stage) => B.Counts[stage] - A.Counts[stage];
}
