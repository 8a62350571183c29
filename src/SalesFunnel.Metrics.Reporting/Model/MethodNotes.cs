namespace SalesFunnel.Metrics.Reporting;

/// <summary>The methods behind the figures of a report: its appendix.</summary>
public static class MethodNotes
{
    private const string Wilson = "Interval: Wilson score, 95 %.";
    private const string Competing = "Aalen–Johansen, by the rule reached: conversion and loss compete, open deals count until last seen. Interval: log(−log) scale, delta-method variance, 95 %; Wilson while the share is 0 or 1.";

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["conversion.reached.cohort/1"] = "Deals that reached the later stage (entered it or one after it, or are won) ÷ deals that reached the earlier one; lost deals count up to their furthest stage. " + Wilson,
        ["conversion.touched.cohort/1"] = "Deals that entered the later stage itself ÷ deals that entered the earlier one itself; not nested, so it may exceed 100 % and has no interval.",
        ["conversion.strict.cohort/1"] = "Deals that entered all stages up to the later one in order ÷ those up to the earlier one. " + Wilson,
        [ChurnRate.MethodId] = "Deals lost with the stage as their furthest ÷ deals that reached it. " + Wilson,
        ["win-rate.closed.count/1"] = "Won ÷ (won + lost), by number; favours whichever outcome comes faster while deals are open. " + Wilson,
        [ConversionOverTime.WithinMethodId] = "Share of deals that reach the later stage within a time of reaching the earlier one. " + Competing,
        [ConversionOverTime.UltimateMethodId] = "Share of deals that reach the later stage by the longest time that any deal was watched; those undecided even then make it a lower bound, and are in the upper limit. " + Competing,
        [ConversionOverTime.LostWithinMethodId] = "Share of deals lost, before the next stage, within a time of reaching the stage. " + Competing,
        [ConversionOverTime.UltimatelyLostMethodId] = "Share of deals lost, before the next stage, by the longest time that any deal was watched. " + Competing,
        [TimeInStage.MethodId] = "Mean over ended visits: sum of elapsed times without time on hold ÷ visits. A deal that comes back counts again. Interval: Student's t, 95 %.",
        [VisitDurationsMetrics.CensoredMedianMethodId] = "First time by which half of the visits have ended, with those still open counted until last seen (Kaplan–Meier). Interval: where the log(−log) limits of the curve cross one half, 95 %; a limit may not be reached.",
        [DealSize.MethodId] = "Amounts of won deals, each as at its last win ÷ won deals with an amount. Interval: Student's t, 95 %; rough for few or very unequal deals.",
        [CustomerAcquisitionCost.MethodId] = "Acquisition spend ÷ new customers. Interval: the spend as given, the number of customers as Poisson (exact limits), 95 %.",
        [PaybackPeriod.MethodId] = "Acquisition cost of one customer ÷ gross profit of one customer in a month, rounded up; no churn, no discount. Interval: from that of the acquisition cost alone.",
        ["change.shapley/1"] = "Parts of a change by factor: the mean of the marginal effects over all orders of the factors (Shapley); they add up to the change.",
        ["change.lmdi/1"] = "Parts of a change by factor: logarithmic mean Divisia index I; undefined with a factor of zero.",
        ["change.chain-substitution/1"] = "Parts of a change by factor: the factors change one after the other in the order shown, on which the parts depend.",
        [Insights.SegmentComparison.MethodId] = "A segment's rate − that of all other deals, by the rule reached. Interval: Newcombe, 95 %. Two-sided tests (pooled z; Fisher's where fewer than five cases are expected), adjusted over the segments (Benjamini–Hochberg). Shrunk rates: beta-binomial by maximum likelihood. Probability above the rest: Jeffreys' prior.",
        [Insights.Bottleneck.MethodId] = "Money lost at a step: decided deals × (reference rate − rate) × won amount ÷ decided deals of those that went on; rates are went on ÷ (went on + lost). Interval: Newcombe for the gap and the log scale for the value, square-and-add, 95 %. One-sided tests, adjusted over all steps compared (Benjamini–Hochberg).",
        [Insights.MixRateDecomposition.MethodId] = "Change of a common rate: mix = changed shares × (mean rate − mean common rate), rate = changed rates × mean share, the joint effect split evenly (Kitagawa).",
    };

    /// <summary>The methods that figures of a report carry, by id.</summary>
    /// <param name="report">The report.</param>
    public static IReadOnlyList<MethodNote> Of(FunnelReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        FunnelFigures total = report.Total;
        IEnumerable<RateFigures> rates =
        [
            total.LeadConversion, total.OpportunityConversion, total.SalesConversion, total.OverallConversion, total.WinRate,
            .. total.Stages.Select(static s => s.Open).OfType<OpenStageFigures>().SelectMany(static o => new[] { o.ToNext, o.ChurnOverTime }),
        ];
        var ids = new SortedSet<string>(StringComparer.Ordinal) { total.DealSize.Method, total.CustomerAcquisitionCost.Method, total.PaybackPeriod.Method, TimeInStage.MethodId, VisitDurationsMetrics.CensoredMedianMethodId, Insights.Bottleneck.MethodId };
        foreach (RateFigures rate in rates)
        {
            ids.Add(rate.Plain.Method);
            if (rate.Ultimate() is { } ultimate)
                ids.UnionWith([ultimate.Method, rate.Within(RateFigures.Horizons[0])!.Value.Method]);
        }

        if (report.Segments.Count > 0)
            ids.Add(Insights.SegmentComparison.MethodId);
        if (report.Change is { } change)
        {
            ids.Add(change.Change.Revenue.MethodId);
            if (change.ByDimension.Any(static d => d.Value is not null))
                ids.Add(Insights.MixRateDecomposition.MethodId);
        }

        return [.. ids.Select(static id => new MethodNote(id, Texts[id]))];
    }
}
