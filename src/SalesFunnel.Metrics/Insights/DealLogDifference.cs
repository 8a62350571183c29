namespace SalesFunnel.Metrics.Insights;

/// <summary>Why two reports of the same deals show different numbers.</summary>
public static class DealLogDifference
{
    extension(DealLog log)
    {
        /// <summary>Explains by which clauses of the rules, and by which deals, two rules differ as of the log's time.</summary>
        /// <param name="a">The rule to start from.</param>
        /// <param name="b">The rule to arrive at; effects are what B counts more than A.</param>
        /// <param name="maxGroups">At most so many groups of deals for one clause; the smallest are taken together.</param>
        /// <param name="maxSamples">At most so many ids of deals for one group.</param>
        /// <exception cref="InvalidOperationException">Choices of a rule exclude each other; the message says which.</exception>
        /// <exception cref="ArgumentOutOfRangeException">Less than 2 groups or a negative number of samples.</exception>
        public RuleDifference ExplainDifference(FunnelRule a, FunnelRule b, int maxGroups = 20, int maxSamples = 10)
        {
            ArgumentNullException.ThrowIfNull(log);
            ArgumentNullException.ThrowIfNull(a);
            ArgumentNullException.ThrowIfNull(b);
            ArgumentOutOfRangeException.ThrowIfLessThan(maxGroups, 2);
            ArgumentOutOfRangeException.ThrowIfNegative(maxSamples);
            return RuleExplainer.Explain(log, a, b, maxGroups, maxSamples);
        }
    }
}
