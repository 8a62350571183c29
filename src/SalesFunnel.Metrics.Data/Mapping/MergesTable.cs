namespace SalesFunnel.Metrics.Data;

/// <summary>The table of merged deals: one row per deal that went into another one.</summary>
/// <param name="File">Name of the file, relative to the folder of the mapping.</param>
/// <param name="Survivor">Column with the id of the deal that stays.</param>
/// <param name="Merged">Column with the id of the deal that went into it, or with several, joined by <c>;</c>.</param>
public sealed record MergesTable(string File, string Survivor, string Merged);
