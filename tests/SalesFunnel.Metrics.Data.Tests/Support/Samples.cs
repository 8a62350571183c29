using System.Text.Json;

namespace SalesFunnel.Metrics.Samples;

/// <summary>Finds sample data: the demo funnel in this repository, larger logs in a folder beside it.</summary>
internal static class SampleFiles
{
    public static string Root { get; } = FindRoot();

    public static string DemoFolder => Path.Combine(Root, "docs", "samples", "demo-funnel");

    public static string DemoMapping => Path.Combine(DemoFolder, "funnel.json");

    public static string WebShopEvents => Path.Combine(Root, "docs", "samples", "web-shop", "events.csv");

    public static string IncidentFolder => Path.Combine(Root, "..", "shared", "data", "incident-log");

    public static string IncidentLog => Path.Combine(IncidentFolder, "incident_event_log.csv.gz");

    /// <summary>The rows of one result of an expected.json.</summary>
    public static IReadOnlyList<JsonElement> Expected(string folder, string result)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
        return [.. document.RootElement.GetProperty("results").GetProperty(result).GetProperty("rows").EnumerateArray().Select(static row => row.Clone())];
    }

    public static string IncidentMapping(string file) => $$"""
        {
          "name": "Incidents",
          "stages": [
            {"key": "New"}, {"key": "Active"}, {"key": "Awaiting User Info"}, {"key": "Awaiting Problem"},
            {"key": "Awaiting Vendor"}, {"key": "Awaiting Evidence"}, {"key": "Resolved"}, {"key": "Closed"}
          ],
          "lost": [],
          "missing": ["?"],
          "dateFormats": ["d/M/yyyy HH:mm"],
          "attribution": "last",
          "log": {"file": {{JsonSerializer.Serialize(file)}}, "id": "number", "stage": "incident_state", "enteredAt": "sys_updated_at"},
          "dimensions": [{"name": "priority", "from": "log"}]
        }
        """;

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SalesFunnel.Metrics.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No SalesFunnel.Metrics.sln above {AppContext.BaseDirectory}.");
    }
}
