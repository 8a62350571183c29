using Microsoft.Extensions.Configuration;
using SalesFunnel.Metrics.Extensions.DependencyInjection;

namespace SalesFunnel.Metrics.Extensions.Hosting;

/// <summary>Reads the section of all funnels.</summary>
internal sealed class FunnelsReader
{
    private readonly Dictionary<(CohortUnit Unit, string? Zone), CohortCalendar?> _calendars = []; // one serves many funnels: a calendar of days takes 380 kB

    public FunnelsReader(IConfiguration configuration)
    {
        var section = new SectionReader(configuration, Errors);
        if (section.Keys().Count == 0)
        {
            Errors.Add($"The configuration section '{section.Path}' is missing or empty. Give it the key Funnels with a section for each funnel, or give AddSalesFunnels(…) the section that has it.");
            return;
        }

        section.RequireKeys("Funnels", "SaveEvery", "ReadEvery", "MaxConcurrentSaves", "MaxTaggedFunnels", "RecordsStageTimes", "Store");
        Action<FunnelMonitorOptions> intervals = FunnelReader.Intervals(section);
        int? concurrentSaves = section.Number("MaxConcurrentSaves", 1, int.MaxValue);
        int? taggedFunnels = section.Number("MaxTaggedFunnels", 0, int.MaxValue);
        bool? recordsTimes = section.Flag("RecordsStageTimes");
        Configure = options =>
        {
            options.MaxConcurrentSaves = concurrentSaves ?? options.MaxConcurrentSaves;
            options.MaxTaggedFunnels = taggedFunnels ?? options.MaxTaggedFunnels;
            options.RecordsStageTimes = recordsTimes ?? options.RecordsStageTimes;
            options.ConfigureAdded = intervals + options.ConfigureAdded; // code goes last
        };
        ReadStore(section);
        SectionReader funnels = section.Part("Funnels");
        foreach (string name in funnels.Keys())
        {
            var errors = new List<string>();
            var funnel = new SectionReader(configuration.GetSection("Funnels").GetSection(name), errors);
            Registrations.Add(new FunnelReader(name, funnel, CalendarOf).Read(errors, intervals));
        }
    }

    /// <summary>Gets what is wrong outside the funnels; a funnel tells its own errors.</summary>
    public List<string> Errors { get; } = [];

    public List<FunnelRegistration> Registrations { get; } = [];

    public Action<SalesFunnelOptions>? Configure { get; }

    /// <summary>Gets the folder of the file store as it is written; <c>null</c> = none.</summary>
    public string? StoreFolder { get; private set; }

    private void ReadStore(SectionReader section)
    {
        SectionReader store = section.Part("Store");
        if (store.Keys().Count == 0)
            return;
        store.RequireKeys("Folder");
        StoreFolder = store.Text("Folder");
        if (string.IsNullOrWhiteSpace(StoreFolder))
        {
            store.Error("Folder", "is missing or empty. Name the folder that checkpoints are kept in, or leave Store out.");
            StoreFolder = null;
        }
    }

    private CohortCalendar? CalendarOf(CohortUnit unit, string? zone)
    {
        if (_calendars.TryGetValue((unit, zone), out CohortCalendar? calendar))
            return calendar;
        TimeZoneInfo? found = TimeZoneInfo.Utc;
        if (zone is null || TimeZoneInfo.TryFindSystemTimeZoneById(zone, out found))
            calendar = CohortCalendar.Of(unit, found);
        _calendars.Add((unit, zone), calendar);
        return calendar;
    }
}
