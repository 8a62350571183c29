namespace SalesFunnel.Metrics.Insights;

/// <summary>Deals that two rules count differently for the same reason.</summary>
public sealed class RuleDifferenceGroup
{
    internal RuleDifferenceGroup(string reason, long deals, long taken, long[] counts, long[] converted, long[] samples)
    {
        Reason = reason;
        Deals = deals;
        TakenEffect = taken;
        CountEffects = counts;
        ConvertedEffects = converted;
        Samples = samples;
    }

    /// <summary>Gets what in their story makes the difference, with the labels of the stages; for example <c>skipped Qualified</c>.</summary>
    public string Reason { get; }

    /// <summary>Gets the number of deals. Every deal whose counts differ in the step is in exactly one group of it.</summary>
    public long Deals { get; }

    /// <summary>Gets by how much they change the number of units that the rule takes.</summary>
    public long TakenEffect { get; }

    /// <summary>Gets by how much they change the count at each stage, in order.</summary>
    public IReadOnlyList<long> CountEffects { get; }

    /// <summary>Gets by how much they change the numerator of the rate from each stage to the next, in order; one less than stages.</summary>
    public IReadOnlyList<long> ConvertedEffects { get; }

    /// <summary>Gets the ids of the first of these deals, in the order of the log.</summary>
    public IReadOnlyList<long> Samples { get; }
}
