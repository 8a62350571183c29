namespace SalesFunnel.Metrics.Insights;

/// <summary>Rules by name: our own, and those that give numbers like the reports of other systems. Vendors change their reports; each says where and when it was read.</summary>
public static class FunnelRules
{
    /// <summary>Gets the default: the furthest stage counts, earlier ones are implied.</summary>
    public static FunnelRule Reached { get; } = new() { Name = "Reached" };

    /// <summary>Gets Reached without the stages before the one a deal came in by.</summary>
    public static FunnelRule OpenFunnel { get; } = new() { Name = "Open funnel", Counting = StageCounting.OpenFunnel };

    /// <summary>Gets each stage by itself.</summary>
    public static FunnelRule Touched { get; } = new() { Name = "Touched", Counting = StageCounting.Touched };

    /// <summary>Gets all stages in order.</summary>
    public static FunnelRule Strict { get; } = new() { Name = "Strict", Counting = StageCounting.Strict };

    /// <summary>Gets only moves straight to the next stage.</summary>
    public static FunnelRule AdjacentMoves { get; } = new() { Name = "Adjacent moves", Counting = StageCounting.AdjacentMoves };

    /// <summary>Gets entries instead of deals.</summary>
    public static FunnelRule VisitRows { get; } = new() { Name = "Visit rows", Counting = StageCounting.VisitRows };

    /// <summary>Gets entries of deals that are not lost now.</summary>
    public static FunnelRule NotLostNow { get; } = new() { Name = "Rows of deals not lost now", Counting = StageCounting.VisitRows, Population = DealPopulation.NotLostNow };

    /// <summary>Gets Reached over closed deals.</summary>
    public static FunnelRule ClosedOnly { get; } = new() { Name = "Closed deals only", Population = DealPopulation.ClosedOnly };

    /// <summary>Gets where deals stand now.</summary>
    public static FunnelRule CurrentState { get; } = new() { Name = "Current state", Counting = StageCounting.CurrentState };

    /// <summary>Gets numbers like HubSpot's funnel report with all stages: only records that passed every stage in order.</summary>
    public static FunnelRule LikeHubSpotAllStages { get; } = Strict with { Name = "Like HubSpot, all stages", Source = "HubSpot Knowledge Base, funnel reports; as documented when read in 2026" };

    /// <summary>Gets numbers like HubSpot's funnel report with any stages: each stage by itself, in the period in which it was entered.</summary>
    public static FunnelRule LikeHubSpotAnyStages { get; } = Touched with { Name = "Like HubSpot, any stages", Anchor = PeriodAnchor.EnteredStage, Source = "HubSpot Knowledge Base, funnel reports; as documented when read in 2026" };

    /// <summary>Gets numbers like Bitrix24's standard funnel: stages really visited.</summary>
    public static FunnelRule LikeBitrix24Standard { get; } = Touched with { Name = "Like Bitrix24, standard", Source = "Bitrix24 Helpdesk, sales funnel types; as documented when read in 2026" };

    /// <summary>Gets numbers like Bitrix24's funnel with conversion: skipped stages are implied for deals that advance or are won, not for those lost.</summary>
    public static FunnelRule LikeBitrix24WithConversion { get; } = new() { Name = "Like Bitrix24, with conversion", Counting = StageCounting.ReachedUnlessLost, Source = "Bitrix24 Helpdesk, sales funnel types; as documented when read in 2026" };

    /// <summary>Gets numbers like Close's created-cohort report.</summary>
    public static FunnelRule LikeCloseCreatedCohort { get; } = Reached with { Name = "Like Close, created cohort", Source = "Close API, opportunity funnel report, created-cohort; as documented when read in 2026" };

    /// <summary>Gets numbers like Close's active-stage report: deals that were in each stage in the period.</summary>
    public static FunnelRule LikeCloseActiveStage { get; } = Touched with { Name = "Like Close, active stage", Anchor = PeriodAnchor.EnteredStage, Source = "Close API, opportunity funnel report, active-stage-cohort; as documented when read in 2026" };

    /// <summary>Gets all rules without a period, by name.</summary>
    public static IReadOnlyList<FunnelRule> All { get; } =
    [
        Reached, OpenFunnel, Touched, Strict, AdjacentMoves, VisitRows, NotLostNow, ClosedOnly, CurrentState,
        LikeHubSpotAllStages, LikeHubSpotAnyStages, LikeBitrix24Standard, LikeBitrix24WithConversion, LikeCloseCreatedCohort, LikeCloseActiveStage,
    ];

    /// <summary>Gets the ids of the rules as command lines write them, for example <c>hubspot-all-stages</c>, in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<string> Ids { get; } =
    [
        "reached", "open-funnel", "touched", "strict", "adjacent-moves", "visit-rows", "not-lost-now", "closed-only", "current-state",
        "hubspot-all-stages", "hubspot-any-stages", "bitrix24-standard", "bitrix24-with-conversion", "close-created-cohort", "close-active-stage",
    ];

    /// <summary>Finds a rule by its id, in upper or lower case.</summary>
    /// <returns>False when no rule has the id.</returns>
    /// <param name="id">One of <see cref="Ids"/>.</param>
    /// <param name="rule">The rule.</param>
    public static bool TryGet(string id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FunnelRule? rule)
    {
        ArgumentNullException.ThrowIfNull(id);
        rule = null;
        for (int i = 0; i < All.Count && rule is null; i++)
            rule = string.Equals(Ids[i], id, StringComparison.OrdinalIgnoreCase) ? All[i] : null;
        return rule is not null;
    }
}
