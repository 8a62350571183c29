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
            return RuleCounter.Count(log, [rule])[0];
        }

        /// <summary>Counts the deals under several rules in one pass.</summary>
        /// <returns>The counts, in the order of the rules.</returns>
        /// <param name="rules">The rules.</param>
        /// <exception cref="InvalidOperationException">Choices of a rule exclude each other; the message says which.</exception>
        public IReadOnlyList<RuleCounts> CountBy(IReadOnlyList<FunnelRule> rules)
        {
            ArgumentNullException.ThrowIfNull(log);
            ArgumentNullException.ThrowIfNull(rules);
            return RuleCounter.Count(log, rules).AsReadOnly();
        }
    }
}
