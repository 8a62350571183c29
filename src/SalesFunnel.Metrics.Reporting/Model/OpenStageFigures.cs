namespace SalesFunnel.Metrics.Reporting;

/// <summary>The figures of an open stage that the won stage does not have.</summary>
public sealed record OpenStageFigures
{
    /// <summary>Gets the lost deals whose furthest stage is this one.</summary>
    public required long LostAtFurthest { get; init; }

    /// <summary>Gets the open deals whose furthest stage is this one.</summary>
    public required long OpenAtFurthest { get; init; }

    /// <summary>Gets the lost deals that were in this stage when they were lost.</summary>
    public required long LostFrom { get; init; }

    /// <summary>Gets the open deals that are in this stage.</summary>
    public required long InStageNow { get; init; }

    /// <summary>Gets the conversion to the next stage, by the report's rule.</summary>
    public required ConversionRate ConversionToNext { get; init; }

    /// <summary>Gets the share of the deals that reached the stage and were lost with it as their furthest.</summary>
    public required ChurnRate Churn { get; init; }

    /// <summary>Gets the conversion to the next stage with its maturity and its estimates by time.</summary>
    public required RateFigures ToNext { get; init; }

    /// <summary>Gets the churn with its maturity and its estimates by time.</summary>
    public required RateFigures ChurnOverTime { get; init; }

    /// <summary>Gets the time in the stage over ended visits.</summary>
    public required TimeInStage Time { get; init; }

    /// <summary>Gets the mean time over ended visits with its interval; its status is that of <see cref="Time"/>.</summary>
    public required MetricValue MeanTime { get; init; }

    /// <summary>Gets the exact type-7 median over ended visits in seconds; <c>null</c> without any.</summary>
    public required decimal? MedianSeconds { get; init; }

    /// <summary>Gets the median with visits still open counted as right-censored, in seconds.</summary>
    public required MetricValue CensoredMedian { get; init; }
}
