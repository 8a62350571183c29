namespace SalesFunnel.Metrics.Reporting;

/// <summary>What a report shows, and what it knows apart from the log.</summary>
public sealed record FunnelReportOptions
{
    /// <summary>Gets the time that the report describes, inclusive; <c>null</c> = the time of the last event.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Gets which deals count at a stage.</summary>
    public CountingRule Rule { get; init; }

    /// <summary>Gets the dimensions whose combinations of values become segments; empty = no segments.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>Gets the length of the cohorts; <c>null</c> = no cohorts.</summary>
    public CohortUnit? Cohort { get; init; }

    /// <summary>Gets two periods of entry to compare; <c>null</c> = no comparison.</summary>
    public PeriodPair? Compare { get; init; }

    /// <summary>Gets how the change between the periods is split.</summary>
    public Insights.DecompositionMethod Decomposition { get; init; }

    /// <summary>Gets the number of cases below which a rate, an average or an estimate is not given (<see cref="MetricStatus.InsufficientSample"/>); 0 = always given.</summary>
    public long MinimumSample { get; init; }

    /// <summary>Gets the zone of cohorts, of months of wins, and of printed times.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Gets which value of a dimension a deal is counted under.</summary>
    public SegmentAttribution Attribution { get; init; }

    /// <summary>Gets the texts of the values of each dimension, in the order of the funnel's dimensions; <c>null</c> = the log's own, else numbers.</summary>
    public IReadOnlyList<EntityIndex>? DimensionValues { get; init; }

    /// <summary>Gets the texts of the reasons of losses; <c>null</c> = numbers.</summary>
    public EntityIndex? LossReasons { get; init; }

    /// <summary>Gets the cost lines; <c>null</c> = not known.</summary>
    public IReadOnlyList<SpendLine>? Spend { get; init; }

    /// <summary>Gets what customers pay; <c>null</c> = not known.</summary>
    public IReadOnlyList<CustomerRevenue>? Revenues { get; init; }

    /// <summary>Gets the gross margin as a fraction; <c>null</c> = not known.</summary>
    public decimal? Margin { get; init; }

    /// <summary>Gets the dimension whose values are the channels of the cost lines.</summary>
    public string ChannelDimension { get; init; } = "channel";

    /// <summary>Gets the kind of cost line that is a channel's own spend; compared without case.</summary>
    public string ChannelSpendKind { get; init; } = "marketing";

    /// <summary>Gets what a reader left out of the input; <c>null</c> when the log was not read from files. When given, it stands in for the log's own
    /// unknown stages and not representable rows, which are the same rows with less said about them.</summary>
    public IReadOnlyList<RejectedItem>? LeftOutByReader { get; init; }

    /// <summary>Gets how a position of a rejected event is written; <c>null</c> = the number.</summary>
    public Func<long, string>? PlaceOf { get; init; }

    /// <summary>Gets sentences to print under the report.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
