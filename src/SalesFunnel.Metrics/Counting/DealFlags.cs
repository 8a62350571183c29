namespace SalesFunnel.Metrics;

[Flags]
internal enum DealFlags : ushort
{
    None = 0,
    Created = 1,
    OnHold = 2,
    Lost = 4,
    Won = 8,
    Closed = Lost | Won,

    /// <summary>The open visit has no date, or there is no visit at all.</summary>
    Untimed = 16,
    EverWon = 32,
    Reopened = 64,

    /// <summary>Deleted or merged away.</summary>
    Gone = 128,

    /// <summary>No dated entry yet, so no cohort.</summary>
    UndatedCohort = 256,
}
