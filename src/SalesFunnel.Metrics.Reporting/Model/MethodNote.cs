namespace SalesFunnel.Metrics.Reporting;

/// <summary>What the id of a method stands for.</summary>
/// <param name="Id">The id with its version, as figures carry it.</param>
/// <param name="Text">Formula and interval in words.</param>
public sealed record MethodNote(string Id, string Text);
