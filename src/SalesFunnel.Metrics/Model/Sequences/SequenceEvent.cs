namespace SalesFunnel.Metrics;

/// <summary>One event of an entity, with the steps that it does.</summary>
/// <param name="Entity">Id of the entity.</param>
/// <param name="At">When: in units of the tracker's <see cref="TimeResolution"/> since 1970 UTC.</param>
/// <param name="Steps">The steps that accept the event, one bit a step.</param>
/// <param name="Exclusions">The exclusions that the event triggers, one bit an exclusion.</param>
/// <param name="Segment">The value of the property that results are broken down by; <see cref="SegmentValue.None"/> if none.</param>
public readonly record struct SequenceEvent(long Entity, long At, ulong Steps, ulong Exclusions = 0, long Segment = SegmentValue.None);
