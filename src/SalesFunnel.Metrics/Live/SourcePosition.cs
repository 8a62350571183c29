namespace SalesFunnel.Metrics;

/// <summary>How far a source has been taken: every event of it up to a number.</summary>
/// <param name="Source">Name of the source: a partition, a table, a file.</param>
/// <param name="Number">The last number; offsets, log sequence numbers and row ids serve.</param>
public readonly record struct SourcePosition(string Source, long Number);
