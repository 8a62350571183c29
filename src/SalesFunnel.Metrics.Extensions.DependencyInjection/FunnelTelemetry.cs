using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>The metrics and activities of live funnels, under OpenTelemetry names and units. Counts are those of the last reading.</summary>
internal sealed class FunnelTelemetry : IDisposable
{
    public const string SourceName = "SalesFunnel.Metrics";
    public const string FunnelTag = "salesfunnel.funnel";
    public const string StageTag = "salesfunnel.stage";
    public const string OtherFunnels = "other";

    private const string Events = "{event}";
    private const string Deals = "{deal}";

    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private readonly TimeProvider _time;
    private readonly SalesFunnelOptions _options;
    private readonly Lock _adding = new();
    private readonly Histogram<double> _stageTime;
    private readonly List<Instrument> _instruments = [];
    private FunnelMonitor[] _tagged = [];
    private FunnelMonitor[] _others = [];

    public FunnelTelemetry(IMeterFactory? meters, TimeProvider time, SalesFunnelOptions options)
    {
        _ownsMeter = meters is null;
        var meterOptions = new MeterOptions(SourceName) { Version = typeof(FunnelTelemetry).Assembly.GetName().Version?.ToString(3) };
        _meter = meters?.Create(meterOptions) ?? new Meter(meterOptions);
        _time = time;
        _options = options;
        _stageTime = _meter.CreateHistogram<double>("salesfunnel.stage.time", "s", "Time of ended visits of a stage, to 1 %.");
        _instruments.Add(_stageTime);

        Counter("salesfunnel.events.accepted", Events, "Events taken.", static m => m.Accepted);
        Counter("salesfunnel.events.refused", Events, "Events not taken because the queue was full.", static m => m.Refused);
        Counter("salesfunnel.events.redelivered", Events, "Events that a source delivered again, not counted twice.", static m => m.Redelivered);
        Counter("salesfunnel.checkpoint.failures", "{save}", "Saves that failed.", static m => m.FailedSaves);
        Level("salesfunnel.queue.length", Events, "Events taken that wait to be counted.", static m => m.Waiting);
        Level("salesfunnel.state.size", "By", "Memory of deals, counts and queue.", static m => m.StateBytes);
        _instruments.Add(_meter.CreateObservableCounter("salesfunnel.events.rejected", RejectedEvents, Events, "Events that could not be counted, by reason."));
        _instruments.Add(_meter.CreateObservableGauge("salesfunnel.event.lag", Lags, "s", "Time since the latest event counted."));

        Count("salesfunnel.leads", "{lead}", "Deals created.", static s => s.Leads);
        Count("salesfunnel.won", Deals, "Deals that are won.", static s => s.Won);
        CountByStage("salesfunnel.stage.entered", "Deals that reached the stage.", static (s, stage) => s.Reached(stage));
        CountByStage("salesfunnel.stage.lost", "Lost deals by the furthest stage that they reached.", static (s, stage) => s.LostAtFurthest(stage));
        CountByStage("salesfunnel.stage.open", "Open deals that are in the stage.", static (s, stage) => s.InStageNow(stage));
        _instruments.Add(_meter.CreateObservableGauge("salesfunnel.conversion", Conversions, "1", "Conversion rates: lead, opportunity, sales, overall."));
    }

    public static ActivitySource Activities { get; } = new(SourceName);

    /// <summary>Whether anyone wants the metrics, so that counts must be read.</summary>
    public bool IsListenedTo => _instruments.Exists(static i => i.Enabled);

    /// <summary>Funnels beyond the bound are added up, so that a thousand tenants do not make a thousand time series of each metric.</summary>
    public void Add(FunnelMonitor monitor)
    {
        lock (_adding)
        {
            if (_tagged.Length < _options.MaxTaggedFunnels)
                _tagged = [.. _tagged, monitor];
            else
                _others = [.. _others, monitor];
        }
    }

    /// <summary>Gives the visits that ended since the last reading to the histogram.</summary>
    public void RecordTimes(FunnelMonitor monitor, StageSnapshot? before, StageSnapshot now)
    {
        if (_options.RecordsStageTimes && _stageTime.Enabled)
            StageTimeRecording.Record(_stageTime, TagOf(monitor), before, now);
    }

    public void Dispose()
    {
        if (_ownsMeter) // a factory owns its own
            _meter.Dispose();
    }

    private string TagOf(FunnelMonitor monitor) => Array.IndexOf(_tagged, monitor) >= 0 ? monitor.Name : OtherFunnels;

    private void Counter(string name, string unit, string description, Func<FunnelMonitorStatus, long> read) =>
        _instruments.Add(_meter.CreateObservableCounter(name, () => Totals(m => read(m.Status)), unit, description));

    private void Level(string name, string unit, string description, Func<FunnelMonitorStatus, long> read) =>
        _instruments.Add(_meter.CreateObservableUpDownCounter(name, () => Totals(m => read(m.Status)), unit, description));

    // Deals may leave again, by deletion or by re-opening, so these are no counters.
    private void Count(string name, string unit, string description, Func<StageSnapshot, long> read) =>
        _instruments.Add(_meter.CreateObservableUpDownCounter(name, () => Totals(m => m.Reading is { } s ? read(s) : null), unit, description));

    private void CountByStage(string name, string description, Func<StageSnapshot, int, long> read) =>
        _instruments.Add(_meter.CreateObservableUpDownCounter(name, () => ByStage(read), Deals, description));

    private List<Measurement<long>> Totals(Func<FunnelMonitor, long?> read)
    {
        var measurements = new List<Measurement<long>>();
        foreach (FunnelMonitor monitor in _tagged)
        {
            if (read(monitor) is { } value)
                measurements.Add(new Measurement<long>(value, Tag(monitor.Name)));
        }

        if (_others is { Length: > 0 } others)
            measurements.Add(new Measurement<long>(others.Sum(m => read(m) ?? 0), Tag(OtherFunnels)));
        return measurements;
    }

    // Stages of different funnels do not add up, so those beyond the bound are left out here.
    private List<Measurement<long>> ByStage(Func<StageSnapshot, int, long> read)
    {
        var measurements = new List<Measurement<long>>();
        foreach (FunnelMonitor monitor in _tagged)
        {
            if (monitor.Reading is not { } snapshot)
                continue;
            for (int stage = 0; stage < monitor.Definition.OpenStageCount; stage++)
                measurements.Add(new Measurement<long>(read(snapshot, stage), Tag(monitor.Name), new(StageTag, monitor.Definition.Stages[stage].Key)));
        }

        return measurements;
    }

    private List<Measurement<long>> RejectedEvents()
    {
        var measurements = new List<Measurement<long>>();
        foreach (FunnelMonitor monitor in _tagged)
        {
            foreach (RejectedEvents item in monitor.Reading?.Rejections ?? Rejections.None)
                measurements.Add(new Measurement<long>(item.Count, Tag(monitor.Name), new("salesfunnel.reason", item.Reason.ToString())));
        }

        return measurements;
    }

    private List<Measurement<double>> Lags()
    {
        DateTimeOffset now = _time.GetUtcNow();
        var measurements = new List<Measurement<double>>();
        foreach (FunnelMonitor monitor in _tagged)
        {
            if (monitor.Status.LastEventAt is { } last)
                measurements.Add(new Measurement<double>((now - last).TotalSeconds, Tag(monitor.Name)));
        }

        return measurements;
    }

    private List<Measurement<double>> Conversions()
    {
        var measurements = new List<Measurement<double>>();
        foreach (FunnelMonitor monitor in _tagged)
        {
            if (monitor.Reading is not { } snapshot)
                continue;
            Add("lead", snapshot.LeadConversionRate);
            Add("opportunity", snapshot.OpportunityConversionRate);
            Add("sales", snapshot.SalesConversionRate);
            Add("overall", snapshot.OverallConversionRate);

            void Add(string step, ConversionRate rate)
            {
                if (rate.ToMetricValue().Value is { } value) // an undefined rate is absent, not zero
                    measurements.Add(new Measurement<double>((double)value, Tag(monitor.Name), new("salesfunnel.step", step)));
            }
        }

        return measurements;
    }

    private static KeyValuePair<string, object?> Tag(string funnel) => new(FunnelTag, funnel);
}
