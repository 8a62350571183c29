namespace SalesFunnel.Metrics.Insights;

/// <summary>The deals behind the figures.</summary>
public static class DealLogDrill
{
    /// <summary>The most deals that one page holds.</summary>
    public const int MaxTake = 1_000_000;

    extension(DealLog log)
    {
        /// <summary>Lists the deals that a figure counts, as of the log's time, in the order of the log. Deals deleted or merged away are left out, as in every count.</summary>
        /// <param name="selection">Which deals.</param>
        /// <param name="skip">How many of them to pass over.</param>
        /// <param name="take">How many to list at most.</param>
        /// <returns>The part asked for, with the number of all.</returns>
        /// <exception cref="InvalidOperationException">The funnel has no such stage, or choices of the rule exclude each other; the message says which.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="skip"/> is negative, or <paramref name="take"/> is not in 0 to <see cref="MaxTake"/>.</exception>
        public DealPage DealsOf(DealSelection selection, long skip = 0, int take = 100)
        {
            ArgumentNullException.ThrowIfNull(log);
            ArgumentNullException.ThrowIfNull(selection);
            ArgumentOutOfRangeException.ThrowIfNegative(skip);
            ArgumentOutOfRangeException.ThrowIfNegative(take);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(take, MaxTake);
            return DealFinder.Find(log, selection, skip, take);
        }

        /// <summary>Lists the deals that count at a stage under a rule; <see cref="DealPage.Count"/> is the count of that of <c>log.CountBy(rule)</c>.</summary>
        /// <param name="rule">The rule.</param>
        /// <param name="stage">0-based index of the stage.</param>
        /// <param name="skip">How many deals to pass over.</param>
        /// <param name="take">How many to list at most.</param>
        /// <exception cref="InvalidOperationException">The funnel has no such stage, or choices of the rule exclude each other; the message says which.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="skip"/> is negative, or <paramref name="take"/> is not in 0 to <see cref="MaxTake"/>.</exception>
        public DealPage DealsAt(FunnelRule rule, int stage, long skip = 0, int take = 100)
        {
            ArgumentNullException.ThrowIfNull(rule);
            return log.DealsOf(DealSelection.At(stage, rule), skip, take);
        }
    }
}
