namespace SalesFunnel.Metrics.Insights;

/// <summary>Where a funnel leaks, and what it costs.</summary>
public static class DealLogBottlenecks
{
    extension(DealLog log)
    {
        /// <summary>Finds where deals are lost or stuck, ranked by what it costs, as of the log's time.</summary>
        /// <param name="options">What steps are measured against; the earlier half of the deals when not given.</param>
        /// <remarks>By the rule Reached. A source that tells only where deals stand has no rates between stages: rows of money are then <see cref="MetricStatus.InsufficientHistory"/>. One pass over the events, about 32 bytes a deal while it runs.</remarks>
        /// <exception cref="ArgumentException">The funnel has no such dimension.</exception>
        /// <exception cref="InvalidOperationException">A choice is outside its range, or choices do not fit each other or the funnel; the message says which.</exception>
        public BottleneckReport Bottlenecks(BottleneckOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(log);
            return BottleneckFinder.Find(log, options ?? new BottleneckOptions());
        }
    }
}
