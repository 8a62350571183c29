namespace SalesFunnel.Metrics;

/// <summary>Choices of a count over a <see cref="DealLog"/>.</summary>
public sealed record LogCountOptions : CountingOptions
{
    /// <summary>Gets which value of a dimension a deal is counted under.</summary>
    public SegmentAttribution Attribution { get; init; } = SegmentAttribution.AtEntry;

    internal void ValidateLog(bool countsEvents)
    {
        Validate();
        if (!Enum.IsDefined(Attribution))
            throw new InvalidOperationException($"The attribution {(int)Attribution} is not a member of SegmentAttribution.");
        if (Attribution == SegmentAttribution.AtEvent && !countsEvents)
            throw new InvalidOperationException("Attribution AtEvent would count one deal under several values. Use it with Flow, or choose AtEntry, First, Last or AtOutcome.");
    }
}
