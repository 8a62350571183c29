namespace SalesFunnel.Metrics;

/// <summary>One ended, dated visit.</summary>
internal readonly record struct VisitDuration(CellKey Cell, int Stage, VisitEnd End, long Micros);
