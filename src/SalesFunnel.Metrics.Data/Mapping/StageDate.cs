namespace SalesFunnel.Metrics.Data;

/// <summary>A column of the table of deals that says when a stage was entered. An empty field is no entry.</summary>
/// <param name="Stage">The key of the stage, or a text of <see cref="FunnelMapping.Lost"/>. Several columns can date one stage; each time is an entry.</param>
/// <param name="Column">The column.</param>
public sealed record StageDate(string Stage, string Column);
