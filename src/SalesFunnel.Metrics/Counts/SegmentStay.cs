namespace SalesFunnel.Metrics;

/// <summary>How the times of one segment in a stage compare with those of the others.</summary>
/// <param name="Value">The value of the dimension, or a member of <see cref="SegmentValue"/>.</param>
/// <param name="Ended">Samples that have ended.</param>
/// <param name="StillOpen">Samples that are still open.</param>
/// <param name="ExpectedEnded">How many would have ended if all segments left the stage alike; below <paramref name="Ended"/> where the segment is faster.</param>
public readonly record struct SegmentStay(long Value, long Ended, long StillOpen, double ExpectedEnded);
