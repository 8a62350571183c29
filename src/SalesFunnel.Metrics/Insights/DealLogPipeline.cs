namespace SalesFunnel.Metrics.Insights;

/// <summary>How the open pipeline of a log moves.</summary>
public static class DealLogPipeline
{
    extension(DealLog log)
    {
        /// <summary>The movement of the open pipeline between two times.</summary>
        /// <param name="from">Start; events at exactly this time are before.</param>
        /// <param name="to">End; events at exactly this time are in, those after the log's own as-of time are not.</param>
        /// <param name="due">Only deals whose expected close date lies in this period, from inclusive to exclusive; <c>null</c> = all open deals.</param>
        /// <exception cref="ArgumentException">A period is empty.</exception>
        public PipelineWaterfall Waterfall(DateTimeOffset from, DateTimeOffset to, (DateTimeOffset From, DateTimeOffset To)? due = null)
        {
            ArgumentNullException.ThrowIfNull(log);
            return WaterfallCounter.Count(log, from, to, due);
        }

        /// <summary>The open deals that have been in their stage for longer than deals usually stay there, as of the log's time.</summary>
        /// <param name="options">When a deal counts as stalled; beyond the time within which 80 % of visits end, when not given.</param>
        /// <exception cref="InvalidOperationException">An option is outside its range.</exception>
        public StalledDeals Stalled(StalledOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(log);
            return StalledFinder.Find(log, options ?? new StalledOptions());
        }
    }
}
