namespace SalesFunnel.Metrics;

/// <summary>The chains that start in one period.</summary>
/// <param name="Period">The period.</param>
/// <param name="Entered">How many did the step asked for as entry.</param>
/// <param name="Converted">How many of them did the step asked for as conversion, whenever.</param>
/// <param name="StillOpen">How many of them did not, but still may.</param>
public sealed record SequenceTrendPoint(CohortPeriod Period, long Entered, long Converted, long StillOpen)
{
    /// <summary>Gets converted ÷ entered; undefined when nothing entered.</summary>
    public ConversionRate Conversion => new(Converted, Entered, isNested: true, SequenceSnapshotMetrics.ConversionMethodId, Entered == 0 ? "no entity entered" : null);

    /// <summary>Gets converted ÷ (entered − still open); undefined when none is closed.</summary>
    public ConversionRate ClosedConversion => new(Converted, Entered - StillOpen, isNested: true, SequenceSnapshotMetrics.ClosedConversionMethodId, Entered == StillOpen ? "no entity entered, or all are still open" : null);
}
