using System.Collections.Concurrent;
using System.Globalization;

namespace SalesFunnel.Metrics.Testing;

/// <summary>Funnels and calendars of the generators; each is made once, for a calendar computes the starts of 130 years.</summary>
public static class TestFunnels
{
    private static readonly ConcurrentDictionary<(int Stages, int Dimensions), FunnelDefinition> Funnels = new();
    private static readonly ConcurrentDictionary<(CohortUnit Unit, string Zone), CohortCalendar> Calendars = new();

    public static IReadOnlyList<string> Zones { get; } = ["UTC", "Europe/Berlin", "America/Sao_Paulo"];

    /// <summary>A funnel with roles on its first stages as far as it has them.</summary>
    public static FunnelDefinition Funnel(int stages, int dimensions) => Funnels.GetOrAdd((stages, dimensions), static key =>
    {
        FunnelBuilder builder = FunnelDefinition.Create(string.Create(CultureInfo.InvariantCulture, $"{key.Stages} stages"));
        for (int i = 0; i < key.Stages - 1; i++)
            builder.Stage(string.Create(CultureInfo.InvariantCulture, $"S{i}"), i < 3 ? (StageRole)(i + 1) : null);
        for (int i = 0; i < key.Dimensions; i++)
            builder.Dimension(string.Create(CultureInfo.InvariantCulture, $"D{i}"));
        return builder.Won("Won");
    });

    public static CohortCalendar Calendar(CohortUnit unit, string zone) =>
        Calendars.GetOrAdd((unit, zone), static key => CohortCalendar.Of(key.Unit, TimeZoneInfo.FindSystemTimeZoneById(key.Zone)));
}
