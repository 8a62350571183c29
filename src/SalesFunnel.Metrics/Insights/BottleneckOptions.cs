namespace SalesFunnel.Metrics.Insights;

/// <summary>Choices of <c>log.Bottlenecks(…)</c>.</summary>
public sealed record BottleneckOptions
{
    /// <summary>Gets what the conversion of a step is measured against.</summary>
    public BottleneckReference Reference { get; init; }

    /// <summary>Gets the name of the dimension by whose values deals are told apart; <c>null</c> = all deals together.</summary>
    public string? Dimension { get; init; }

    /// <summary>Gets from when on deals that enter the funnel are judged. Those before are the reference under <see cref="BottleneckReference.OwnHistory"/>, and are left out
    /// otherwise. <c>null</c> = the later half of the deals with a dated entry against the earlier half; without own history, all deals.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Gets the target of each step, in the order of the open stages, as fractions in (0, 1]; <c>null</c> for a step without one.</summary>
    public IReadOnlyList<double?> Targets { get; init; } = [];

    /// <summary>Gets the smallest number of decided deals, on each side, that a step is judged on.</summary>
    public long MinimumSample { get; init; } = 30;

    /// <summary>Gets the share of false findings among those called significant that is accepted, in (0, 1).</summary>
    public double FalseDiscoveryRate { get; init; } = 0.05;

    /// <summary>Gets which value of the dimension a deal is counted under.</summary>
    public SegmentAttribution Attribution { get; init; }

    internal void Validate(FunnelDefinition definition)
    {
        if (!Enum.IsDefined(Reference))
            throw new InvalidOperationException($"The reference {(int)Reference} is not a member of BottleneckReference.");
        if (MinimumSample < 1)
            throw new InvalidOperationException($"The minimum sample is {MinimumSample}. Ask for at least one deal; 30 is the default.");
        if (!(FalseDiscoveryRate is > 0 and < 1))
            throw new InvalidOperationException(FormattableString.Invariant($"The false discovery rate is {FalseDiscoveryRate}; it lies between 0 and 1, for example 0.05."));
        if (Reference == BottleneckReference.BestSegment && Dimension is null)
            throw new InvalidOperationException("The best segment needs a dimension to tell segments apart. Set Dimension, or measure against OwnHistory or Target.");
        if (Reference != BottleneckReference.Target)
            return;
        if (Targets.Count != definition.OpenStageCount)
            throw new InvalidOperationException($"Funnel '{definition.Name}' has {definition.OpenStageCount} steps and there are {Targets.Count} targets. Give one for each step, null where there is none.");
        for (int step = 0; step < Targets.Count; step++)
        {
            if (Targets[step] is { } target && !(target is > 0 and <= 1))
                throw new InvalidOperationException(FormattableString.Invariant($"The target of step {step} is {target}; a target is a fraction above 0 and at most 1."));
        }
    }
}
