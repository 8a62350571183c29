using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Insights;

/// <summary>What changed between two sets of deals – two periods, two segments – and how much each of leads, conversions and deal size has to do with it.</summary>
/// <remarks>Won deals = leads × conversion of each step (rule Reached); revenue = won deals × revenue per won deal. A rate or size without anything to divide by takes the value
/// of the other side, so that it contributes nothing; the factor that became zero carries the change.</remarks>
public sealed class FunnelChange
{
    private FunnelChange(StageSnapshot before, StageSnapshot after, ChangeDecomposition revenue, ChangeDecomposition wins, IReadOnlyList<StepChange> steps)
    {
        Before = before;
        After = after;
        Revenue = revenue;
        Wins = wins;
        Steps = steps;
    }

    /// <summary>Gets the deals before.</summary>
    public StageSnapshot Before { get; }

    /// <summary>Gets the deals after.</summary>
    public StageSnapshot After { get; }

    /// <summary>Gets the change of revenue by factor: leads, each step, deal size. Revenue is the sum of the amounts of won deals, exact.</summary>
    public ChangeDecomposition Revenue { get; }

    /// <summary>Gets the change of won deals by factor: leads, each step.</summary>
    public ChangeDecomposition Wins { get; }

    /// <summary>Gets the conversion of each step before and after, and whether the difference is more than chance.</summary>
    public IReadOnlyList<StepChange> Steps { get; }

    /// <summary>Compares two sets of deals.</summary>
    /// <param name="before">The deals before.</param>
    /// <param name="after">The deals after, of the same funnel.</param>
    /// <param name="method">How changes are split.</param>
    /// <exception cref="ArgumentException">The snapshots are of different funnels.</exception>
    public static FunnelChange Between(StageSnapshot before, StageSnapshot after, DecompositionMethod method = DecompositionMethod.Shapley)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        FunnelDefinition funnel = before.Definition;
        if (funnel.Fingerprint != after.Definition.Fingerprint)
            throw new ArgumentException($"The snapshots are of different funnels, '{funnel.Name}' and '{after.Definition.Name}'. Count both with one definition.", nameof(after));
        var factors = new List<ChangeFactor> { new("Leads", before.Leads, after.Leads) };
        for (int stage = 0; stage < funnel.WonIndex; stage++)
            factors.Add(Quotient(StepName(funnel, stage), before.Reached(stage + 1), before.Reached(stage), after.Reached(stage + 1), after.Reached(stage)));
        var wins = ChangeDecomposition.Of(factors, before.Won, after.Won, method);
        factors.Add(Quotient("Deal size", before.WonAmount, before.Won, after.WonAmount, after.Won));
        return new FunnelChange(before, after, ChangeDecomposition.Of(factors, before.WonAmount, after.WonAmount, method), wins, StepsOf(funnel, before, after));
    }

    /// <summary>Splits the change of the overall conversion into changed shares and changed rates of the values of a dimension.</summary>
    /// <returns>The split, or <c>null</c> when there are no deals on one side.</returns>
    /// <param name="dimension">The name of the dimension.</param>
    /// <param name="nameOf">The text of a value.</param>
    /// <exception cref="ArgumentException">The funnel has no such dimension.</exception>
    public MixRateDecomposition? MixAndRate(string dimension, Func<long, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(nameOf);
        var segments = new SortedDictionary<long, ((long, long) Before, (long, long) After)>();
        foreach (SegmentGroup group in Before.GroupBy(dimension))
            segments[group.Values[0]] = ((group.Snapshot.Won, group.Snapshot.Leads), (0, 0));
        foreach (SegmentGroup group in After.GroupBy(dimension))
            segments[group.Values[0]] = (segments.GetValueOrDefault(group.Values[0]).Before, (group.Snapshot.Won, group.Snapshot.Leads));
        return MixRateDecomposition.Of([.. segments.Select(segment => (nameOf(segment.Key), segment.Value.Before, segment.Value.After))]);
    }

    private static string StepName(FunnelDefinition funnel, int stage) => $"{funnel.Stages[stage].Label} → {funnel.Stages[stage + 1].Label}";

    private static ChangeFactor Quotient(string name, decimal before, decimal ofBefore, decimal after, decimal ofAfter)
    {
        decimal? first = ofBefore > 0 ? before / ofBefore : null;
        decimal? second = ofAfter > 0 ? after / ofAfter : null;
        return new ChangeFactor(name, first ?? second ?? 0, second ?? first ?? 0);
    }

    private static StepChange[] StepsOf(FunnelDefinition funnel, StageSnapshot before, StageSnapshot after)
    {
        var steps = new StepChange[funnel.WonIndex];
        var tested = new List<(int Step, double P)>();
        for (int stage = 0; stage < steps.Length; stage++)
        {
            (long k0, long n0, long k1, long n1) = (before.Reached(stage + 1), before.Reached(stage), after.Reached(stage + 1), after.Reached(stage));
            if (TwoProportions.PooledZ(k1, n1, k0, n0) is { } test)
                tested.Add((stage, test.PValue));
            steps[stage] = new StepChange(StepName(funnel, stage), ConversionRate.Of(k0, n0), ConversionRate.Of(k1, n1), TwoProportions.Difference(k1, n1, k0, n0), null);
        }

        double[] adjusted = ManyProportions.Holm([.. tested.Select(static t => t.P)]);
        for (int i = 0; i < adjusted.Length; i++)
            steps[tested[i].Step] = steps[tested[i].Step] with { PValue = adjusted[i] };
        return steps;
    }
}
