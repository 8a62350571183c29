using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>The incident log from the command's JSON.</summary>
public class IncidentLogJsonTests
{
    [IncidentLogFact]
    public void Touched_states_rejected_rows_and_priorities_are_those_of_expected_json()
    {
        using var folder = new TempFolder();
        string mapping = folder.Write("funnel.json", SampleFiles.IncidentMapping(Path.GetFullPath(SampleFiles.IncidentLog)));
        JsonElement report = CliRun.Json("report", mapping, "--rule", "touched", "--by", "priority", "--format", "json");
        JsonElement any = SampleFiles.Expected(SampleFiles.IncidentFolder, "funnel_any_order").Single();
        Assert.Equal(any.GetProperty("all_incidents").GetInt64(), report.GetProperty("leads").GetInt64());
        Dictionary<string, JsonElement> stages = report.GetProperty("stages").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!);
        foreach ((string name, string field) in new[] { ("New", "reached_new"), ("Active", "reached_active"), ("Resolved", "reached_resolved"), ("Closed", "reached_closed") })
            Assert.Equal(any.GetProperty(field).GetInt64(), stages[name].GetProperty("reached").GetInt64());
        foreach (JsonElement row in SampleFiles.Expected(SampleFiles.IncidentFolder, "state_visits"))
        {
            if (stages.TryGetValue(row.GetProperty("state").GetString()!, out JsonElement stage))
                Assert.Equal(row.GetProperty("incidents").GetInt64(), stage.GetProperty("reached").GetInt64());
        }

        Assert.Equal(16_398, stages["New"].GetProperty("timeInStage").GetProperty("completed").GetInt64());
        JsonElement rejected = Assert.Single(report.GetProperty("rejected").EnumerateArray());
        Assert.Equal(("UnknownStage", 5L, 5), (rejected.GetProperty("reason").GetString(), rejected.GetProperty("count").GetInt64(), rejected.GetProperty("samples").GetArrayLength()));
        Assert.Equal(
            SampleFiles.Expected(SampleFiles.IncidentFolder, "by_priority").Select(r => (r.GetProperty("priority").GetString(), r.GetProperty("incidents").GetInt64())),
            report.GetProperty("segments").EnumerateArray().Select(s => (s.GetProperty("key").GetProperty("priority").GetString(), s.GetProperty("leads").GetInt64())));
        JsonElement undefined = report.GetProperty("leadConversionRate"); // no stage has a role
        Assert.Equal((JsonValueKind.Null, "Undefined"), (undefined.GetProperty("value").ValueKind, undefined.GetProperty("status").GetString()));
    }
}
