namespace SalesFunnel.Metrics.Insights;

/// <summary>Which deals a figure counts. Each selection has as many deals as the figure of <see cref="StageSnapshot"/> of the same name says.</summary>
/// <remarks>Stages are addressed by 0-based index; the last is won.</remarks>
public sealed record DealSelection
{
    private DealSelection(DealSelectionKind kind, int stage = 0, FunnelRule? rule = null)
    {
        Kind = kind;
        Stage = stage;
        Rule = rule;
    }

    /// <summary>Gets all deals, <see cref="StageSnapshot.Leads"/>.</summary>
    public static DealSelection Leads { get; } = new(DealSelectionKind.Leads);

    /// <summary>Gets the open deals, <see cref="StageSnapshot.Open"/>.</summary>
    public static DealSelection Open { get; } = new(DealSelectionKind.Open);

    /// <summary>Gets the deals that are lost now, <see cref="StageSnapshot.Lost"/>.</summary>
    public static DealSelection Lost { get; } = new(DealSelectionKind.Lost);

    /// <summary>Gets the deals that are won now, <see cref="StageSnapshot.Won"/>.</summary>
    public static DealSelection Won { get; } = new(DealSelectionKind.Won);

    /// <summary>Gets the deals that are won now and had an amount then, <see cref="StageSnapshot.PricedWonDeals"/>.</summary>
    public static DealSelection PricedWon { get; } = new(DealSelectionKind.PricedWon);

    /// <summary>Gets the deals that were won at some time, <see cref="StageSnapshot.EverWon"/>.</summary>
    public static DealSelection EverWon { get; } = new(DealSelectionKind.EverWon);

    /// <summary>Gets the deals that were re-opened or whose outcome was replaced, <see cref="StageSnapshot.ReopenedDeals"/>.</summary>
    public static DealSelection Reopened { get; } = new(DealSelectionKind.Reopened);

    internal DealSelectionKind Kind { get; }

    internal int Stage { get; }

    internal FunnelRule? Rule { get; }

    /// <summary>The deals that count at a stage under a rule, <see cref="RuleCounts.Counts"/>. Under visit rows and attempts a deal may count more than once; of a customer's deals the
    /// first that counts at the stage stands for him.</summary>
    /// <param name="stage">0-based index.</param>
    /// <param name="rule">The rule; Reached when not given.</param>
    public static DealSelection At(int stage, FunnelRule? rule = null) => new(DealSelectionKind.At, stage, rule ?? FunnelRules.Reached);

    /// <summary>The lost deals whose furthest stage is this one, <see cref="StageSnapshot.LostAtFurthest"/>.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public static DealSelection LostAtFurthest(int stage) => new(DealSelectionKind.LostAtFurthest, stage);

    /// <summary>The open deals whose furthest stage is this one, <see cref="StageSnapshot.OpenAtFurthest"/>.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public static DealSelection OpenAtFurthest(int stage) => new(DealSelectionKind.OpenAtFurthest, stage);

    /// <summary>The deals that were lost while they were in the stage, <see cref="StageSnapshot.LostFrom"/>.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public static DealSelection LostFrom(int stage) => new(DealSelectionKind.LostFrom, stage);

    /// <summary>The open deals that are in the stage, <see cref="StageSnapshot.InStageNow"/>.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public static DealSelection InStageNow(int stage) => new(DealSelectionKind.InStageNow, stage);

    /// <summary>The deals that went back from the stage to an earlier one, <see cref="StageSnapshot.RegressedDeals"/>.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public static DealSelection RegressedFrom(int stage) => new(DealSelectionKind.RegressedFrom, stage);

    internal void Validate(FunnelDefinition definition)
    {
        int limit = Kind == DealSelectionKind.At ? definition.Stages.Count : definition.OpenStageCount;
        if (Stage < 0 || Stage >= limit)
            throw new InvalidOperationException($"The selection {Kind} has stage {Stage}; the funnel has {(Kind == DealSelectionKind.At ? "stages" : "open stages")} 0 to {limit - 1}. Choose one of them.");
        Rule?.Validate();
    }
}
