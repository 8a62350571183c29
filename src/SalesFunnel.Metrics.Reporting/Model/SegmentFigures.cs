using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The figures of the deals that share the values of some dimensions.</summary>
/// <param name="Key">Dimension and value, in the order asked for; the value is <c>null</c> when the deals have none.</param>
/// <param name="Figures">Their figures.</param>
/// <param name="Overall">Their overall conversion beside that of all other deals, by the rule reached whatever the report's.</param>
public sealed record SegmentFigures(IReadOnlyList<KeyValuePair<string, string?>> Key, FunnelFigures Figures, SegmentRate Overall);
