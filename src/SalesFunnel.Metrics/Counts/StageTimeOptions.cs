namespace SalesFunnel.Metrics;

/// <summary>Which time in a stage is measured. The defaults give every visit, in elapsed time.</summary>
public sealed record StageTimeOptions
{
    /// <summary>Gets what one sample is.</summary>
    public StageTimeBasis Basis { get; init; } = StageTimeBasis.PerVisit;

    /// <summary>Gets the calendar whose working time is measured; <c>null</c> = elapsed time. Time on hold is left out of both.</summary>
    public WorkCalendar? WorkCalendar { get; init; }

    /// <summary>Gets how the ids of methods begin that measure so: <c>time.visit.elapsed</c>, with <c>deal</c>, <c>first</c>, <c>latest</c> or <c>to-later</c> for other bases and <c>business</c>
    /// for working time.</summary>
    /// <exception cref="InvalidOperationException">The basis is not a member of <see cref="StageTimeBasis"/>.</exception>
    public string MethodPrefix => $"time.{BasisId}.{(WorkCalendar is null ? "elapsed" : "business")}";

    private string BasisId => Basis switch
    {
        StageTimeBasis.PerVisit => "visit",
        StageTimeBasis.PerDeal => "deal",
        StageTimeBasis.FirstVisit => "first",
        StageTimeBasis.LatestVisit => "latest",
        StageTimeBasis.ToLaterStage => "to-later",
        _ => throw new InvalidOperationException($"The basis {(int)Basis} is not a member of StageTimeBasis."),
    };
}
