namespace SalesFunnel.Metrics.Data;

/// <summary>How often one thing was wrong.</summary>
/// <param name="Defect">What was wrong.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Samples">The first of them, at most <see cref="ReadSummary.MaxSamples"/>, in the order of reading.</param>
public sealed record DefectCount(RowDefect Defect, long Count, IReadOnlyList<RowIssue> Samples);
