namespace SalesFunnel.Metrics.Testing;

/// <summary>How a visit of a stage ended. The names are those of the engine, the type is not.</summary>
public enum OracleVisitEnd
{
    Onward,
    Back,
    Lost,
    Won,
    StillOpen,
}
