using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests;

/// <summary>The figures of the demo funnel from code, against those that DuckDB computed.</summary>
public class DemoFunnelTests
{
    private static readonly FunnelData Demo = FunnelReader.Read(FunnelMapping.Load(SampleFiles.DemoMapping), new ReadOptions { Strict = true });

    [Fact]
    public void Every_row_of_every_file_is_used()
    {
        Assert.Equal(["leads.csv", "stage_history.csv", "customers.csv", "costs.csv"], Demo.Summary.Files.Select(f => f.File));
        Assert.Equal([1111, 3419, 121, 122], Demo.Summary.Files.Select(f => f.Used));
        Assert.All(Demo.Summary.Files, f => Assert.Equal(f.Rows, f.Used));
        Assert.Empty(Demo.Summary.Defects);
        Assert.Equal(0, Demo.Summary.DealsOnlyInLog);
    }

    [Fact]
    public void Deals_reach_stages_as_funnel_reached_says()
    {
        StageSnapshot s = Demo.Log.Count();
        Assert.Equal(SampleFiles.Expected(SampleFiles.DemoFolder, "funnel_reached").Select(r => r.GetProperty("reached").GetInt64()), Stages.Select(i => s.Reached(i)));
        Assert.Equal([1111, 541, 422, 276, 121], Stages.Select(i => s.Reached(i)));
    }

    [Fact]
    public void Deals_touch_stages_and_visit_them_as_funnel_entered_says()
    {
        StageSnapshot s = Demo.Log.Count();
        IReadOnlyList<JsonElement> expected = SampleFiles.Expected(SampleFiles.DemoFolder, "funnel_entered");
        Assert.Equal(expected.Select(r => r.GetProperty("entered").GetInt64()), Stages.Select(i => s.Touched(i)));
        Assert.Equal(expected.Select(r => r.GetProperty("visits").GetInt64()), Stages.Select(i => s.Visits(i)));
    }

    [Fact]
    public void Strictly_in_order_1111_500_365_235_and_107_deals_pass() =>
        Assert.Equal([1111, 500, 365, 235, 107], Stages.Select(i => Demo.Log.Count().Strict(i)));

    [Fact]
    public void Deals_are_lost_open_and_won_as_status_says()
    {
        StageSnapshot s = Demo.Log.Count();
        Dictionary<string, JsonElement> rows = SampleFiles.Expected(SampleFiles.DemoFolder, "status").ToDictionary(r => r.GetProperty("status").GetString()!);
        Assert.Equal(rows["Lost"].GetProperty("n").GetInt64(), s.Lost);
        Assert.Equal(rows["Open"].GetProperty("n").GetInt64(), s.Open);
        Assert.Equal(rows["Won"].GetProperty("n").GetInt64(), s.Won);
        Assert.Equal(rows["Won"].GetProperty("amount").GetDecimal(), s.WonAmount);
    }

    [Fact]
    public void Visits_last_as_time_in_stage_visits_says()
    {
        StageSnapshot s = Demo.Log.Count();
        VisitDurations durations = Demo.Log.VisitDurations();
        foreach (JsonElement row in SampleFiles.Expected(SampleFiles.DemoFolder, "time_in_stage_visits"))
        {
            string stage = row.GetProperty("stage").GetString()!;
            Assert.Equal(row.GetProperty("visits").GetInt64(), s.TimeInStage(stage).Completed);
            // expected.json holds twelve digits
            Assert.Equal(row.GetProperty("mean_days").GetDouble(), (double)s.TimeInStage(stage).MeanSeconds! / 86_400, 1e-9);
            Assert.Equal(row.GetProperty("median_days").GetDouble(), (double)durations.MedianSeconds(s.Definition.IndexOf(stage))! / 86_400, 1e-9);
        }
    }

    [Fact]
    public void Won_deals_have_the_revenue_and_the_mean_of_won_deals()
    {
        JsonElement row = SampleFiles.Expected(SampleFiles.DemoFolder, "won_deals").Single();
        DealSize size = Demo.Log.Count().DealSize;
        Assert.Equal(row.GetProperty("won").GetInt64(), size.PricedDeals);
        Assert.Equal(row.GetProperty("revenue").GetDecimal(), size.Revenue);
        Assert.Equal(row.GetProperty("mean_deal").GetDouble(), (double)size.Value!, 1e-6);
        Assert.Equal(13_164.46m, decimal.Round(size.Value!.Value, 2));
    }

    [Fact]
    public void Agents_have_the_deals_wins_losses_and_revenue_of_by_agent()
    {
        IReadOnlyList<SegmentGroup> groups = Demo.Log.Count().GroupBy("agent");
        Dictionary<string, StageSnapshot> byAgent = groups.ToDictionary(g => Demo.DimensionValues[0].OuterId(g.Values[0]), g => g.Snapshot);
        IReadOnlyList<JsonElement> expected = SampleFiles.Expected(SampleFiles.DemoFolder, "by_agent");
        Assert.Equal(expected.Count, byAgent.Count);
        foreach (JsonElement row in expected)
        {
            StageSnapshot s = byAgent[row.GetProperty("agent").GetString()!];
            Assert.Equal(row.GetProperty("leads").GetInt64(), s.Leads);
            Assert.Equal(row.GetProperty("won").GetInt64(), s.Won);
            Assert.Equal(row.GetProperty("lost").GetInt64(), s.Lost);
            Assert.Equal(row.GetProperty("win_rate").GetDouble(), s.WinRate.Value!.Value, 1e-11);
            Assert.Equal(row.GetProperty("revenue").GetDecimal(), s.WonAmount);
        }
    }

    [Fact]
    public void Channels_cost_what_by_channel_cac_says()
    {
        var spend = new AcquisitionSpend(Demo.Spend!, Demo.Log.AsOfTime);
        Dictionary<string, StageSnapshot> byChannel = Demo.Log.Count().GroupBy("channel").ToDictionary(g => Demo.DimensionValues[1].OuterId(g.Values[0]), g => g.Snapshot);
        foreach (JsonElement row in SampleFiles.Expected(SampleFiles.DemoFolder, "by_channel_cac"))
        {
            string channel = row.GetProperty("channel").GetString()!;
            CustomerAcquisitionCost cost = spend.OfChannel(channel, "marketing", byChannel[channel].Won);
            Assert.Equal(row.GetProperty("leads").GetInt64(), byChannel[channel].Leads);
            Assert.Equal(row.GetProperty("won").GetInt64(), cost.NewCustomers);
            Assert.Equal(row.GetProperty("marketing_cost").GetDecimal(), cost.Spend);
            Assert.Equal(row.GetProperty("cac").GetDouble(), (double)cost.Value!, 1e-7);
        }
    }

    [Fact]
    public void Fully_loaded_a_customer_costs_4251_and_pays_back_in_six_months()
    {
        var spend = new AcquisitionSpend(Demo.Spend!, Demo.Log.AsOfTime);
        CustomerAcquisitionCost cost = spend.FullyLoaded(Demo.Log.Wins());
        Assert.Equal((488_920m, 115L), (cost.Spend, cost.NewCustomers));
        Assert.Equal(4_251.48m, decimal.Round(cost.Value!.Value, 2));
        (decimal? mean, int known) = AcquisitionSpend.MeanMonthlyRevenue(spend.NewCustomers(Demo.Log.Wins()), Demo.Revenues!);
        Assert.Equal((972.91m, 115), (decimal.Round(mean!.Value, 2), known));
        var payback = PaybackPeriod.Of(cost, Demo.Mapping.Margin * mean, "demo");
        Assert.Equal((6L, 5.46m), (payback.WholePeriods!.Value, decimal.Round(payback.FractionalPeriods!.Value, 2)));
    }

    [Fact]
    public void Reasons_of_losses_are_those_of_the_table_of_deals() =>
        Assert.Equal(
            File.ReadLines(Path.Combine(SampleFiles.DemoFolder, "leads.csv")).Skip(1).Select(line => line.Split(',')[^1]).Where(reason => reason.Length > 0).Distinct(),
            Enumerable.Range(0, Demo.LossReasons.Count).Select(i => Demo.LossReasons.OuterId(i)));

    private static IEnumerable<int> Stages => Enumerable.Range(0, 5);
}
