namespace SalesFunnel.Metrics.Insights;

/// <summary>Why and where deals are lost: the last loss of each deal that is lost as of the time.</summary>
/// <param name="Rows">Reason × stage, by number of deals from the most, then by amount, reason and stage.</param>
/// <param name="Lost">Number of lost deals.</param>
/// <param name="WithoutReason">How many of them have no reason.</param>
public sealed record LossReasons(IReadOnlyList<LossReasonRow> Rows, long Lost, long WithoutReason)
{
    /// <summary>Gets the reasons over all stages, by number of deals from the most, each with the share of lost deals up to and including it (Pareto).</summary>
    public IReadOnlyList<(long? Reason, long Deals, decimal Amount, double CumulativeShare)> ByReason
    {
        get
        {
            long sum = 0;
            return [.. Rows.GroupBy(static row => row.Reason)
                .Select(static g => (Reason: g.Key, Deals: g.Sum(static row => row.Deals), Amount: g.Sum(static row => row.Amount)))
                .OrderByDescending(static r => r.Deals).ThenByDescending(static r => r.Amount).ThenBy(static r => r.Reason)
                .Select(r => (r.Reason, r.Deals, r.Amount, (double)(sum += r.Deals) / Lost))];
        }
    }
}
