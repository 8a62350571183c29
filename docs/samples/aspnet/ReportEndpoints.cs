using System.Globalization;
using System.Text;
using SalesFunnel.Metrics;

namespace LiveFunnel;

internal static class ReportEndpoints
{
    public static async Task<IResult> JsonAsync([FromKeyedServices("b2b")] IFunnelMonitor funnel, IConfiguration configuration, CancellationToken cancellationToken)
    {
        StageSnapshot snapshot = await funnel.SnapshotAsync(cancellationToken: cancellationToken);
        return Results.Json(new
        {
            funnel = funnel.Name,
            asOf = snapshot.AsOf,
            leads = snapshot.Leads,
            won = snapshot.Won,
            lost = snapshot.Lost,
            open = snapshot.Open,
            metrics = Metrics(snapshot, configuration).Select(static m => new
            {
                name = m.Name,
                value = m.Value.Value, // null, with a status, where there is no number
                unit = m.Value.Unit,
                status = m.Value.Status.ToString(),
                reason = m.Value.Reason,
                n = m.Value.N,
                low = m.Value.Low,
                high = m.Value.High,
                method = m.Value.Method,
            }),
        });
    }

    public static async Task<IResult> MarkdownAsync([FromKeyedServices("b2b")] IFunnelMonitor funnel, IConfiguration configuration, CancellationToken cancellationToken)
    {
        StageSnapshot snapshot = await funnel.SnapshotAsync(cancellationToken: cancellationToken);
        var page = new StringBuilder();
        page.AppendLine(CultureInfo.InvariantCulture, $"# {funnel.Definition.Name} as of {snapshot.AsOf:yyyy-MM-dd HH:mm} UTC");
        page.AppendLine().AppendLine("| metric | value |").AppendLine("|---|---|");
        page.AppendLine(CultureInfo.InvariantCulture, $"| Leads | {snapshot.Leads} |");
        foreach ((string name, MetricValue value) in Metrics(snapshot, configuration))
            page.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {value} |");
        return Results.Text(page.ToString(), "text/markdown; charset=utf-8");
    }

    /// <summary>The canonical metrics. What they need beside the counts – spend and profit – comes from the configuration.</summary>
    private static IEnumerable<(string Name, MetricValue Value)> Metrics(StageSnapshot snapshot, IConfiguration configuration)
    {
        yield return ("Lead conversion", snapshot.LeadConversionRate.ToMetricValue());
        yield return ("Opportunity conversion", snapshot.OpportunityConversionRate.ToMetricValue());
        yield return ("Sales conversion", snapshot.SalesConversionRate.ToMetricValue());
        yield return ("Overall conversion", snapshot.OverallConversionRate.ToMetricValue());
        yield return ("Win rate", snapshot.WinRate.ToMetricValue());
        for (int stage = 0; stage < snapshot.Definition.OpenStageCount; stage++)
        {
            yield return ($"Time in {snapshot.Definition.Stages[stage].Key}", snapshot.TimeInStage(stage).ToMetricValue());
            yield return ($"Churn of {snapshot.Definition.Stages[stage].Key}", snapshot.ChurnRate(stage).ToMetricValue());
        }

        yield return ("Deal size", snapshot.DealSize.ToMetricValue());
        var cost = new CustomerAcquisitionCost(configuration.GetValue<decimal>("Economics:Spend"), snapshot.Won, "spend and won deals since the start");
        yield return ("Customer acquisition cost", cost.ToMetricValue());
        yield return ("Payback period, months", cost.ToMetricValue().Value is { } perCustomer
            ? new PaybackPeriod(perCustomer, configuration.GetValue<decimal>("Economics:MonthlyProfitPerCustomer"), "monthly profit of a customer").ToMetricValue()
            : cost.ToMetricValue() with { Method = PaybackPeriod.MethodId, Unit = "periods" }); // undefined for the same reason
    }
}
