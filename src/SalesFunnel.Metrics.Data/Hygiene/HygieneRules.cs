namespace SalesFunnel.Metrics.Data;

/// <summary>The codes of the rules that <see cref="HygieneCheck"/> adds to the defects of rows.</summary>
public static class HygieneRules
{
    /// <summary>A time before 1990.</summary>
    public const string DateBefore1990 = "DateBefore1990";

    /// <summary>A time after the time of the check.</summary>
    public const string DateInFuture = "DateInFuture";

    /// <summary>A deal that was closed before it was created.</summary>
    public const string ClosedBeforeCreated = "ClosedBeforeCreated";

    /// <summary>A won deal without an amount.</summary>
    public const string NoAmountOnWon = "NoAmountOnWon";

    /// <summary>A row that occurs twice, field by field.</summary>
    public const string RepeatedRow = "RepeatedRow";

    /// <summary>An id that is written in upper and lower case.</summary>
    public const string IdChangesCase = "IdChangesCase";

    /// <summary>A column in which a missing value is written in several ways.</summary>
    public const string MixedMissing = "MixedMissing";

    /// <summary>An open deal to which nothing has happened for long.</summary>
    public const string StaleOpen = "StaleOpen";

    /// <summary>A deal without an owner.</summary>
    public const string NoOwner = "NoOwner";

    /// <summary>A day, or one time stamp, with an improbable share of all changes.</summary>
    public const string BulkEdit = "BulkEdit";

    /// <summary>Gets all codes of this class, in the order of the report.</summary>
    public static IReadOnlyList<string> All { get; } = Array.AsReadOnly(
        [DateBefore1990, DateInFuture, ClosedBeforeCreated, NoAmountOnWon, RepeatedRow, IdChangesCase, MixedMissing, StaleOpen, NoOwner, BulkEdit]);
}
