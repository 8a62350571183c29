namespace SalesFunnel.Metrics.Reporting;

/// <summary>The figures of one stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Reached">Deals at the stage, by the report's rule.</param>
/// <param name="Open">What only an open stage has; <c>null</c> for the won stage.</param>
public sealed record StageFigures(Stage Stage, long Reached, OpenStageFigures? Open);
