using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

/// <summary>The SDK takes meters of one name for one: a funnel that another test ends would take the metrics of this one with it, and its activities would show here.</summary>
[Collection(RunsAlone.Name)]
public class TelemetryTests
{
    [Fact]
    public async Task Metrics_and_activities_come_out_of_the_exporter()
    {
        var metrics = new List<Metric>();
        var activities = new List<Activity>();
        using MeterProvider meters = Sdk.CreateMeterProviderBuilder().AddMeter("SalesFunnel.Metrics").AddInMemoryExporter(metrics).Build();
        using TracerProvider traces = Sdk.CreateTracerProviderBuilder().AddSource("SalesFunnel.Metrics").AddInMemoryExporter(activities).Build();
        var time = new FakeTimeProvider(Live.Start.AddDays(10));
        await using var monitors = new FunnelMonitors([new FunnelRegistration("telemetry", static _ => Live.Funnel)], time: time, store: new MemoryStore());
        IFunnelMonitor monitor = monitors.Get("telemetry");
        monitor.Add(Live.Deals(1, 300).Batch);
        await monitor.AddAsync(DealEvent.Enter(1, Live.Start.AddDays(1), 77)); // no such stage
        await monitor.FlushAsync();
        await monitor.SaveAsync();
        await Eventually.Holds(() => Sum("salesfunnel.leads") is not null, () =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            metrics.Clear();
            meters.ForceFlush();
        });

        Assert.Equal(300, Sum("salesfunnel.leads"));
        Assert.Equal(100, Sum("salesfunnel.won"));
        Assert.Equal(801, Sum("salesfunnel.events.accepted"));
        Assert.Equal(0, Sum("salesfunnel.events.refused"));
        Assert.Equal(0, Sum("salesfunnel.queue.length"));
        Assert.Equal(1, Sum("salesfunnel.events.rejected", ("salesfunnel.reason", "UnknownStage")));
        Assert.Equal(300, Sum("salesfunnel.stage.entered", ("salesfunnel.stage", "Lead")));
        Assert.Equal(100, Sum("salesfunnel.stage.lost", ("salesfunnel.stage", "Qualified")));
        Assert.Equal(100, Sum("salesfunnel.stage.open", ("salesfunnel.stage", "Qualified")));
        Assert.Equal(1.0 / 3, Point("salesfunnel.conversion", ("salesfunnel.step", "overall"))!.Value.GetGaugeLastValueDouble(), 10);
        Assert.True(Point("salesfunnel.event.lag")!.Value.GetGaugeLastValueDouble() > 0);
        MetricPoint lead = Point("salesfunnel.stage.time", ("salesfunnel.stage", "Lead"), ("salesfunnel.visit.end", "onward"))!.Value;
        Assert.Equal(300, lead.GetHistogramCount());
        Assert.InRange(lead.GetHistogramSum(), 300 * 3600 * 0.99, 300 * 3600 * 1.01);
        Assert.Equal("s", metrics.Single(static m => m.Name == "salesfunnel.stage.time").Unit);
        Assert.Contains(activities, static a => a.OperationName == "salesfunnel.count" && Equals(a.GetTagItem("salesfunnel.funnel"), "telemetry"));
        Assert.Contains(activities, static a => a.OperationName == "salesfunnel.save");
        Assert.Contains(activities, static a => a.OperationName == "salesfunnel.restore");

        long? Sum(string name, params (string Key, string Value)[] tags) => Point(name, tags)?.GetSumLong();

        MetricPoint? Point(string name, params (string Key, string Value)[] tags) => PointOf(metrics, name, [("salesfunnel.funnel", "telemetry"), .. tags]);
    }

    [Fact]
    public async Task Funnels_beyond_the_bound_are_added_up()
    {
        var metrics = new List<Metric>();
        using MeterProvider meters = Sdk.CreateMeterProviderBuilder().AddMeter("SalesFunnel.Metrics").AddInMemoryExporter(metrics).Build();
        await using var monitors = new FunnelMonitors([], new SalesFunnelOptions { MaxTaggedFunnels = 3 });
        for (int i = 0; i < 50; i++)
            await monitors.GetOrAdd($"bounded-{i:00}", Live.Funnel).AddAsync(DealEvent.Enter(i, Live.Start, 0));
        meters.ForceFlush();
        Assert.Equal(1, PointOf(metrics, "salesfunnel.events.accepted", [("salesfunnel.funnel", "bounded-02")])!.Value.GetSumLong());
        Assert.Null(PointOf(metrics, "salesfunnel.events.accepted", [("salesfunnel.funnel", "bounded-03")]));
        Assert.Equal(47, PointOf(metrics, "salesfunnel.events.accepted", [("salesfunnel.funnel", "other")])!.Value.GetSumLong());
    }

    private static MetricPoint? PointOf(IEnumerable<Metric> metrics, string name, (string Key, string Value)[] tags)
    {
        foreach (Metric metric in metrics.Where(m => m.Name == name))
        {
            foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
            {
                var found = new Dictionary<string, object?>();
                foreach (KeyValuePair<string, object?> tag in point.Tags)
                    found[tag.Key] = tag.Value;
                if (tags.All(t => Equals(found.GetValueOrDefault(t.Key), t.Value)))
                    return point;
            }
        }

        return null;
    }
}
