namespace SalesFunnel.Metrics;

/// <summary>What a sequence can have beyond the plain definition: the rows and columns of the table of pairs.</summary>
internal enum SequenceFeature
{
    TiesInput,
    TiesStrict,
    Reuse,
    AnyOrder,
    Anchored,
    Direct,
    Gaps,
    DropAttempt,
    DropEntity,
    EraseAttempt,
    Optional,
    FirstEntry,
    Best,
    Totals,
    Breakdown,
    Preset,
}
