namespace SalesFunnel.Metrics.Insights;

/// <summary>Segments side by side.</summary>
public static class DealLogSegments
{
    extension(DealLog log)
    {
        /// <summary>Compares the segments of a log, as of its time.</summary>
        /// <param name="options">The dimensions, and under which of its values a deal counts.</param>
        /// <exception cref="ArgumentException">The funnel has no such dimension.</exception>
        /// <exception cref="InvalidOperationException">A choice is outside its range, or choices do not fit each other; the message says which.</exception>
        public SegmentComparison Segments(SegmentOptions options)
        {
            ArgumentNullException.ThrowIfNull(log);
            ArgumentNullException.ThrowIfNull(options);
            options.Validate(log.Definition);
            return options.Breakdown is SegmentBreakdown.AtStage or SegmentBreakdown.AllValues
                ? SegmentHistories.Compare(log, options)
                : SegmentComparison.Of(log.Count(new LogCountOptions { Attribution = (SegmentAttribution)(int)options.Breakdown }), options);
        }
    }
}
