namespace SalesFunnel.Metrics.Insights;

/// <summary>Counts of a log under any rule.</summary>
public static class DealLogRules
{
    extension(DealLog log)
    {
        /// <summary>Counts the deals under a rule, as of the log's time.</summary>
        /// <param name="rule">The rule, see <see cref="FunnelRules"/>.</param>
        /// <exception cref="InvalidOperationException">Choices of the rule exclude each other; the message says which.</exception>
        public RuleCounts CountBy(FunnelRule rule)
        {
            ArgumentNullException.ThrowIfNull(log);
            ArgumentNullException.ThrowIfNull(rule);
            return RuleCounter.Count(log, rule);
        }
    }
}
