namespace SalesFunnel.Metrics.Insights;

/// <summary>Choices of <c>log.Segments(…)</c>.</summary>
public sealed record SegmentOptions
{
    /// <summary>Gets the names of the dimensions, whose combinations of values are the segments.</summary>
    public required IReadOnlyList<string> Dimensions { get; init; }

    /// <summary>Gets under which value a deal counts.</summary>
    public SegmentBreakdown Breakdown { get; init; }

    /// <summary>Gets the 0-based index of the stage of <see cref="SegmentBreakdown.AtStage"/>.</summary>
    public int Stage { get; init; }

    /// <summary>Gets the smallest number of deals, in the segment and in the rest, that a rate is tested on.</summary>
    public long MinimumSample { get; init; } = 30;

    /// <summary>Gets the share of false findings among those called significant that is accepted, in (0, 1).</summary>
    public double FalseDiscoveryRate { get; init; } = 0.05;

    internal void Validate(FunnelDefinition definition)
    {
        if (Dimensions.Count == 0)
            throw new InvalidOperationException($"There is no dimension to tell segments apart by. Name one of: {string.Join(", ", definition.Dimensions)}.");
        if (!Enum.IsDefined(Breakdown))
            throw new InvalidOperationException($"The breakdown {(int)Breakdown} is not a member of SegmentBreakdown.");
        if (Breakdown is SegmentBreakdown.AtStage or SegmentBreakdown.AllValues && Dimensions.Count > 1)
            throw new InvalidOperationException($"The breakdown {Breakdown} follows one dimension through the deal's history and there are {Dimensions.Count}. Name one, or choose AtEntry, First, Last or AtOutcome.");
        if (Breakdown == SegmentBreakdown.AtStage && (uint)Stage >= (uint)definition.Stages.Count)
            throw new InvalidOperationException($"Funnel '{definition.Name}' has the stages 0 to {definition.WonIndex}; there is no stage {Stage}.");
        if (MinimumSample < 1)
            throw new InvalidOperationException($"The minimum sample is {MinimumSample}. Ask for at least one deal; 30 is the default.");
        if (!(FalseDiscoveryRate is > 0 and < 1))
            throw new InvalidOperationException(FormattableString.Invariant($"The false discovery rate is {FalseDiscoveryRate}; it lies between 0 and 1, for example 0.05."));
    }
}
