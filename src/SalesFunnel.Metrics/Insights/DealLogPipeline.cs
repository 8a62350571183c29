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
    }
}
