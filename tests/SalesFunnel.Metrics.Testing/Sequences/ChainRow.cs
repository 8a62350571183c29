namespace SalesFunnel.Metrics.Testing;

/// <summary>One event of the only entity of a <see cref="ChainCase"/>.</summary>
/// <param name="At">When, in seconds.</param>
/// <param name="Steps">The steps that accept it.</param>
/// <param name="Exclusions">The exclusions that it triggers.</param>
/// <param name="Segment">Its value, or <see cref="SegmentValue.None"/>.</param>
public sealed record ChainRow(long At, ulong Steps, ulong Exclusions, long Segment);
