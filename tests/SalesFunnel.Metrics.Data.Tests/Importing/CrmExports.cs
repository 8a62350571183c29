using System.Globalization;
using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests.Importing;

/// <summary>The sixteen files in the shapes of eight systems, and the one truth behind them.</summary>
internal static class CrmExports
{
    private static readonly JsonElement Truth = JsonDocument.Parse(File.ReadAllBytes(PathOf("expected.json"))).RootElement;

    private static readonly Dictionary<string, int> StageIndex = new() { ["new"] = 0, ["qualified"] = 1, ["proposal"] = 2, ["negotiation"] = 3, ["won"] = 4 };

    public static string Folder => Path.Combine(SampleFiles.Root, "tests", "SalesFunnel.Metrics.Data.Tests", "Data", "crm-exports");

    public static JsonElement Visible => Truth.GetProperty("visible");

    public static long[] Reached => [.. StageIndex.Keys.Select(stage => Visible.GetProperty("reached").GetProperty(stage).GetInt64())];

    public static string PathOf(string file) => Path.Combine(Folder, file);

    public static FunnelData Read(params string[] files) => FunnelReader.Read(MappingProposal.For([.. files.Select(PathOf)]).Mapping);

    public static long Moves(string kind) => Visible.GetProperty("moves").GetProperty(kind).GetInt64();

    /// <summary>The paths as a plain log of five stages: what every history must come to.</summary>
    public static DealLog PathsAsLog(params int[] without)
    {
        FunnelDefinition funnel = FunnelDefinition.Create("paths").Stage("new").Stage("qualified").Stage("proposal").Stage("negotiation").Won("won");
        var builder = new DealLogBuilder(funnel);
        foreach (JsonElement deal in Truth.GetProperty("deals").EnumerateArray())
        {
            int id = deal.GetProperty("id").GetInt32();
            if (without.Contains(id))
                continue;
            foreach (JsonElement step in deal.GetProperty("path").EnumerateArray())
            {
                DateTimeOffset at = DateTimeOffset.ParseExact(step[1].GetString()!, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                builder.Add(step[0].GetString() == "lost" ? DealEvent.Lost(id, at) : DealEvent.Enter(id, at, StageIndex[step[0].GetString()!]));
            }
        }

        return builder.Build();
    }

    /// <summary>Every figure of a path that the counts keep, one a line.</summary>
    public static string[] Figures(StageSnapshot s)
    {
        var lines = new List<string> { $"leads {s.Leads} won {s.Won} lost {s.Lost} open {s.Open} reopenings {s.Reopenings} of {s.ReopenedDeals}" };
        for (int i = 0; i < s.Definition.Stages.Count; i++)
        {
            string open = i == s.Definition.WonIndex ? string.Empty
                : $" lost-at {s.LostAtFurthest(i)} lost-from {s.LostFrom(i)} now {s.InStageNow(i)} back {s.RegressMoves(i)} ended {s.CompletedTimes(i).Count} in {s.CompletedTimes(i).TotalMicros} untimed {s.UntimedVisits(i)}";
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{i}: reached {s.Reached(i)} touched {s.Touched(i)} strict {s.Strict(i)} visits {s.Visits(i)}{open}"));
        }

        return [.. lines];
    }
}
