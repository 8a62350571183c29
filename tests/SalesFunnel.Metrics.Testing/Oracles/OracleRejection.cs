namespace SalesFunnel.Metrics.Testing;

/// <summary>Why the oracle does not use an event. The names are those of the engine, the type is not.</summary>
public enum OracleRejection
{
    Late,
    Duplicate,
    Impossible,
    UnknownStage,
    NotRepresentable,
    ReopenTooLate,
    WrongShard,
}
