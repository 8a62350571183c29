namespace SalesFunnel.Metrics.Insights;

/// <summary>What in a deal's story makes two rules count it differently; those after <see cref="LastWithStage"/> are about the deal, not a stage.</summary>
internal enum DifferenceReason
{
    EnteredAt,
    Skipped,
    OutOfOrder,
    CameBack,
    StandsIn,
    NotStraight,
    WithoutEarlier,
    OtherTime,
    LastWithStage = OtherTime,
    OutcomeOnly,
    WonMoreThanOnce,
    WonBefore,
    IsLost,
    IsWon,
    IsOpen,
    CreatedOutside,
    ClosedOutside,
    NotClosed,
    EnteredOutside,
    PeriodsDiffer,
    Reopened,
    SameCustomer,
    OtherDate,
}
