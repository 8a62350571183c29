namespace SalesFunnel.Metrics.Reporting;

/// <summary>What was left out for one reason.</summary>
/// <param name="Reason">The reason code, for example <c>UnknownStage</c>.</param>
/// <param name="Count">How many rows or events.</param>
/// <param name="Samples">Where some of them stand, for example <c>log.csv:17</c>; at most ten.</param>
/// <param name="Example">The first of them in words, if known.</param>
public sealed record RejectedItem(string Reason, long Count, IReadOnlyList<string> Samples, string? Example = null);
