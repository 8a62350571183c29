namespace SalesFunnel.Metrics;

/// <summary>How entities stand that have a step as their furthest.</summary>
/// <param name="Reached">How many did the step.</param>
/// <param name="Completed">How many of them ended there because it is the last.</param>
/// <param name="Expired">How many got no further within the window.</param>
/// <param name="Excluded">How many were ended there by an excluded event.</param>
/// <param name="StillOpen">How many may still get further.</param>
public readonly record struct SequenceDropOff(long Reached, long Completed, long Expired, long Excluded, long StillOpen)
{
    /// <summary>Gets the number that dropped off: expired or excluded.</summary>
    public long Lost => Expired + Excluded;

    /// <summary>Gets the share of those who did the step that dropped off there: (expired + excluded) ÷ reached, those still open counted as not lost.</summary>
    public ConversionRate Rate => new(Lost, Reached, isNested: true, SequenceSnapshotMetrics.DropOffMethodId, Reached == 0 ? "no entity did the step" : null);
}
