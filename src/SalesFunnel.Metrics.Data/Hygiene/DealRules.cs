using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>The rules that need a deal's whole story.</summary>
internal sealed class DealRules(FunnelMapping mapping, FunnelData data, FindingLog findings, DealTraces deals)
{
    public (long All, long Won, long Lost, long Open) Check(long lastAt, bool hasOwner, bool hasAmount, long minStaleMicros)
    {
        long[] limits = StaleLimits(lastAt, minStaleMicros);
        for (int i = 0; i < deals.Count; i++)
        {
            DealTrace deal = deals.All[i];
            if (deal.IsDeleted)
                continue;
            if (hasOwner && !deal.HasOwner)
                Add(HygieneRules.NoOwner, deal.FirstLine, i);
            if (deal.FirstClosedAt < deal.FirstOpenAt && deal.FirstOpenAt != long.MaxValue)
                Add(HygieneRules.ClosedBeforeCreated, deal.FirstClosedLine, i, $"first open {Day(deal.FirstOpenAt)}, closed {Day(deal.FirstClosedAt)}");
            if (deal.Outcome == DealTrace.Won && hasAmount && !deal.HasAmount)
                Add(HygieneRules.NoAmountOnWon, deal.LastLine, i);
            if (deal.Outcome == DealTrace.Open && deal.LastAt != EventTime.Undated && lastAt - deal.LastAt > limits[deal.Stage])
                Add(HygieneRules.StaleOpen, deal.LastLine, i, string.Create(CultureInfo.InvariantCulture, $"in '{mapping.Stages[deal.Stage].Key}' for {(lastAt - deal.LastAt) / 86_400_000_000} days; the limit there is {limits[deal.Stage] / 86_400_000_000}"));
        }

        foreach ((int deal, int earlier) in deals.ChangingCase())
            Add(HygieneRules.IdChangesCase, deals.All[deal].FirstLine, deal, $"'{FindingLog.Cut(deals.IdOf(earlier))}' on line {deals.All[earlier].FirstLine.ToString(CultureInfo.InvariantCulture)}");
        StageSnapshot counts = (lastAt == EventTime.Undated ? data.Log : data.Log.AsOf(EventTime.FromUnixMicros(lastAt))).Count();
        return (counts.Leads, counts.Won, counts.Lost, counts.Open);
    }

    private long[] StaleLimits(long lastAt, long minMicros)
    {
        DealLog log = lastAt == EventTime.Undated ? data.Log : data.Log.AsOf(EventTime.FromUnixMicros(lastAt));
        VisitDurations stays = log.VisitDurations();
        var limits = new long[mapping.Stages.Count];
        for (int i = 0; i < limits.Length; i++)
            limits[i] = i + 1 < limits.Length && stays.QuantileSeconds(i, 0.95m) is { } seconds ? Math.Max(minMicros, (long)(seconds * 1_000_000)) : minMicros;
        return limits;
    }

    private void Add(string rule, long line, int deal, string? note = null) =>
        findings.Add(rule, new HygieneSample(mapping.MainFile, line, mapping.Log?.Id ?? mapping.Deals!.Id, FindingLog.Cut(deals.IdOf(deal)), note));

    private static string Day(long at) => EventTime.FromUnixMicros(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
