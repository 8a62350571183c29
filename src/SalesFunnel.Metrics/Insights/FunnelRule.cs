namespace SalesFunnel.Metrics.Insights;

/// <summary>All the choices that make two reports of the same deals show different numbers, each by name.</summary>
public sealed record FunnelRule
{
    /// <summary>Gets the name, as results print it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets when a deal counts at a stage.</summary>
    public StageCounting Counting { get; init; }

    /// <summary>Gets which deals are taken.</summary>
    public DealPopulation Population { get; init; }

    /// <summary>Gets which date decides whether a deal falls into the period.</summary>
    public PeriodAnchor Anchor { get; init; }

    /// <summary>Gets the start of the period, inclusive; <c>null</c> = from the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the end of the period, exclusive; <c>null</c> = to the as-of time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets what is counted as one.</summary>
    public CountingUnit Unit { get; init; }

    /// <summary>Gets whose documented behaviour this is like, where and when it was read; <c>null</c> for rules of our own.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the id of the method of the rates.</summary>
    public string MethodId => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"conversion.{CountingId}{PopulationId}.{AnchorId}{UnitId}/1");

    /// <summary>Whether the deals at a later stage are among those at the earlier one.</summary>
    internal bool IsNested => Anchor != PeriodAnchor.EnteredStage && Counting is StageCounting.Reached or StageCounting.Strict or StageCounting.OpenFunnel or StageCounting.AdjacentMoves;

    /// <summary>Gets what the rule counts, in one sentence; a period only with its kind.</summary>
    public string Meaning => $"{CountingText}{PopulationText}{UnitText}{AnchorText}.";

    private string CountingText => Counting switch
    {
        StageCounting.OpenFunnel => "A deal counts at every stage from the one it came in by up to its furthest",
        StageCounting.Touched => "A deal counts at each stage that it entered itself",
        StageCounting.Strict => "A deal counts at a stage when it entered all stages up to it in order",
        StageCounting.AdjacentMoves => "A deal counts at each stage that it entered, and converts by a move straight to the next; deals ever won count as won",
        StageCounting.VisitRows => "Entries are counted: a deal that comes back counts again",
        StageCounting.CurrentState => "A deal counts only where it stands now",
        StageCounting.ReachedUnlessLost => "A deal counts at every stage up to its furthest, a lost one only at those that it entered itself",
        _ => "A deal counts at every stage up to its furthest",
    };

    private string PopulationText => Population switch { DealPopulation.ClosedOnly => "; only deals won or lost", DealPopulation.NotLostNow => "; only deals that are not lost", _ => string.Empty };

    private string UnitText => Unit switch { CountingUnit.Attempt => "; a re-opened deal is another attempt", CountingUnit.Customer => "; customers are counted, not deals", _ => string.Empty };

    private string AnchorText => Anchor switch
    {
        PeriodAnchor.EnteredStage => "; by the time of entering the stage",
        PeriodAnchor.Closed => "; by the time of closing",
        _ => string.Empty,
    };

    private string CountingId => Counting switch
    {
        StageCounting.OpenFunnel => "open-funnel",
        StageCounting.Touched => "touched",
        StageCounting.Strict => "strict",
        StageCounting.AdjacentMoves => "adjacent",
        StageCounting.VisitRows => "visit-rows",
        StageCounting.CurrentState => "current-state",
        StageCounting.ReachedUnlessLost => "reached-unless-lost",
        _ => "reached",
    };

    private string PopulationId => Population switch { DealPopulation.ClosedOnly => ".closed-only", DealPopulation.NotLostNow => ".not-lost-now", _ => string.Empty };

    private string AnchorId => Anchor switch { PeriodAnchor.EnteredStage => "period", PeriodAnchor.Closed => "closed-period", _ => "cohort" };

    private string UnitId => Unit switch { CountingUnit.Attempt => ".attempts", CountingUnit.Customer => ".customers", _ => string.Empty };

    /// <summary>Whether counting and anchor, and counting and unit, go together.</summary>
    internal bool IsCountable => !(Counting == StageCounting.CurrentState && Anchor == PeriodAnchor.EnteredStage)
        && !(Counting is StageCounting.VisitRows or StageCounting.CurrentState && Unit != CountingUnit.Deal);

    internal void Validate()
    {
        if (!Enum.IsDefined(Counting) || !Enum.IsDefined(Population) || !Enum.IsDefined(Anchor) || !Enum.IsDefined(Unit))
            throw new InvalidOperationException($"The rule '{Name}' has a choice that is not a member of its enumeration.");
        if (From >= To)
            throw new InvalidOperationException($"The period of the rule '{Name}' is empty: it ends at {To:O}, which is not after its start {From:O}.");
        if (Counting == StageCounting.CurrentState && Anchor == PeriodAnchor.EnteredStage)
            throw new InvalidOperationException($"The rule '{Name}' counts where deals stand now, so it has no time of entry to anchor by. Choose Created or Closed.");
        if (Counting is StageCounting.VisitRows or StageCounting.CurrentState && Unit != CountingUnit.Deal)
            throw new InvalidOperationException($"The rule '{Name}' counts {(Counting == StageCounting.VisitRows ? "entries" : "where deals stand")}, which cannot be counted by {Unit}. Choose the unit Deal.");
    }
}
