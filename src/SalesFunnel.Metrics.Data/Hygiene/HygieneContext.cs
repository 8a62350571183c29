namespace SalesFunnel.Metrics.Data;

/// <summary>The totals that shares and effects refer to.</summary>
internal sealed record HygieneContext
{
    public required FindingLog Findings { get; init; }

    public required long AllRows { get; init; }

    public required long Deals { get; init; }

    public required long Won { get; init; }

    public required long Open { get; init; }

    public required long Changes { get; init; }

    public DateTimeOffset? AsOf { get; init; }

    public DateTimeOffset? LastEventAt { get; init; }

    public long CountOf(string rule) => Findings.CountOf(rule);

    public (long Of, string Unit) TotalOf(string rule) => rule switch
    {
        HygieneRules.NoAmountOnWon => (Won, "won deals"),
        HygieneRules.StaleOpen => (Open, "open deals"),
        HygieneRules.NoOwner or HygieneRules.IdChangesCase => (Deals, "deals"),
        HygieneRules.BulkEdit or HygieneRules.DateBefore1990 or HygieneRules.DateInFuture => (Changes, "changes"),
        _ => (AllRows, "rows"),
    };
}
