namespace SalesFunnel.Metrics.Data;

/// <summary>A stage as a file of stages has it.</summary>
internal sealed record StageListEntry(string Id, string Label, double Order, DealStatus Kind);
