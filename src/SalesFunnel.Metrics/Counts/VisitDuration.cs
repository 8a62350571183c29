namespace SalesFunnel.Metrics;

/// <summary>One dated visit; the time so far of one that is still open.</summary>
internal readonly record struct VisitDuration(CellKey Cell, int Stage, VisitEnd End, long Micros);
