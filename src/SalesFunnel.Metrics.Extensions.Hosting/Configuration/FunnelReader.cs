using SalesFunnel.Metrics.Extensions.DependencyInjection;

namespace SalesFunnel.Metrics.Extensions.Hosting;

/// <summary>Reads one funnel from its section.</summary>
internal sealed class FunnelReader(string name, SectionReader section, Func<CohortUnit, string?, CohortCalendar?> calendarOf)
{
    private const string MissingWon = "(the won stage, which is missing)"; // so that the other errors are found too

    /// <summary>Gives a registration that, where something is wrong, says so with all other registrations.</summary>
    public FunnelRegistration Read(List<string> errors, Action<FunnelMonitorOptions> shared)
    {
        section.RequireKeys("Stages", "Won", "Dimensions", "Rule", "CohortUnit", "TimeZone", "ReopenWithin", "AllowedLateness", "MaxSegmentValues", "QueueCapacity", "SaveEvery", "ReadEvery");
        FunnelDefinition? definition = ReadDefinition(errors);
        Action<FunnelMonitorOptions> configure = ReadChoices();
        return new FunnelRegistration(name, _ => errors.Count == 0 ? definition! : throw new FunnelConfigurationException(errors), shared + configure);
    }

    private FunnelDefinition? ReadDefinition(List<string> errors)
    {
        FunnelBuilder builder = FunnelDefinition.Create(name);
        SectionReader stages = section.Part("Stages");
        foreach (string item in stages.Items())
        {
            (string key, string? label, StageRole? role) = ReadStage(stages, item, hasRole: true);
            builder.Stage(key, role, label);
        }

        SectionReader dimensions = section.Part("Dimensions");
        foreach (string item in dimensions.Items())
            builder.Dimension(dimensions.Text(item) ?? string.Empty);

        (string Key, string? Label, StageRole? Role) won = (MissingWon, null, null);
        if (section.Has("Won"))
            won = ReadStage(section, "Won", hasRole: false);
        else
            section.Error("Won", "is missing. Name the stage of won deals, for example { \"Key\": \"Signed\" }.");
        try
        {
            return builder.Won(won.Key, won.Label);
        }
        catch (FunnelDefinitionException e)
        {
            errors.AddRange(e.Errors.Select(error => $"{section.Path}: {error}"));
            return null;
        }
    }

    /// <summary>A stage is a section, or its key alone.</summary>
    private static (string Key, string? Label, StageRole? Role) ReadStage(SectionReader parent, string key, bool hasRole)
    {
        if (parent.IsSingleValue(key))
            return (parent.Text(key)!, null, null);
        SectionReader stage = parent.Part(key);
        if (hasRole)
            stage.RequireKeys("Key", "Label", "Role");
        else
            stage.RequireKeys("Key", "Label");
        return (stage.Text("Key") ?? string.Empty, stage.Text("Label"), hasRole ? stage.Member<StageRole>("Role") : null);
    }

    private Action<FunnelMonitorOptions> ReadChoices()
    {
        CountingRule? rule = section.Member<CountingRule>("Rule");
        TimeSpan? reopenWithin = section.Duration("ReopenWithin");
        TimeSpan? lateness = section.Duration("AllowedLateness");
        int? segmentValues = section.Number("MaxSegmentValues", 1, int.MaxValue);
        int? queueCapacity = section.Number("QueueCapacity", 1, FunnelMonitorOptions.MaxQueueCapacity);
        Action<FunnelMonitorOptions> intervals = Intervals(section);
        CohortCalendar? calendar = ReadCalendar();
        return options =>
        {
            TrackerOptions tracking = options.Tracking;
            options.Tracking = tracking with
            {
                Rule = rule ?? tracking.Rule,
                Calendar = calendar ?? tracking.Calendar,
                ReopenWithin = reopenWithin ?? tracking.ReopenWithin,
                AllowedLateness = lateness ?? tracking.AllowedLateness,
                MaxSegmentValues = segmentValues ?? tracking.MaxSegmentValues,
            };
            options.QueueCapacity = queueCapacity ?? options.QueueCapacity;
            intervals(options);
        };
    }

    /// <summary>The two intervals, which a funnel and all of them together may have.</summary>
    public static Action<FunnelMonitorOptions> Intervals(SectionReader section)
    {
        TimeSpan? saveEvery = section.Interval("SaveEvery");
        TimeSpan? readEvery = section.Interval("ReadEvery");
        return options =>
        {
            options.SaveEvery = saveEvery ?? options.SaveEvery;
            options.ReadEvery = readEvery ?? options.ReadEvery;
        };
    }

    private CohortCalendar? ReadCalendar()
    {
        string? zone = section.Text("TimeZone");
        if (section.Member<CohortUnit>("CohortUnit") is { } unit)
        {
            CohortCalendar? calendar = calendarOf(unit, zone);
            if (calendar is null)
                section.Error("TimeZone", $"is '{zone}', which this system does not know. Identifiers of the IANA are allowed, for example Europe/Berlin or Etc/UTC.");
            return calendar;
        }

        if (zone is not null && !section.Has("CohortUnit"))
            section.Error("TimeZone", $"is '{zone}', but there is no CohortUnit, so nothing would use it. Give CohortUnit too ({string.Join(", ", Enum.GetNames<CohortUnit>())}), or leave both out.");
        return null;
    }
}
