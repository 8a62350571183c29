namespace SalesFunnel.Metrics.Data;

/// <summary>Makes a mapping for a bare log from the names of its columns and the order in which deals pass its stages.</summary>
internal static class LogConvention
{
    private static readonly string[] IdNames = ["id", "deal_id", "lead_id", "opportunity_id", "case_id", "deal", "lead", "opportunity", "dealid", "leadid", "opportunityid"];
    private static readonly string[] StageNames = ["stage", "stage_name", "stagename", "deal_stage", "dealstage", "new_stage", "status", "state", "to_stage"];
    private static readonly string[] TimeNames = ["entered_at", "enteredat", "changed_at", "created_at", "occurred_at", "at", "time", "timestamp", "datetime", "date", "ts", "when", "entered", "date_entered", "stage_entered_at", "event_time"];
    private static readonly string[] SeqNames = ["seq", "sequence"];
    private static readonly string[] DimensionNames = ["agent", "owner", "rep", "sales_rep", "salesperson", "manager", "channel", "source", "lead_source", "segment", "product", "region", "country", "team", "pipeline"];
    private static readonly string[] WonNames = ["won", "closed won", "closedwon", "closed_won", "signed", "purchase"];
    private static readonly string[] LostNames = ["lost", "closed lost", "closedlost", "closed_lost"];

    public static FunnelMapping Guess(string path, Func<string, Stream>? openFile)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        string file = Path.GetFileName(path);
        var probe = new FunnelMapping { Name = file, Stages = [new("Open"), new("Won")], Log = new LogTable(file, string.Empty, string.Empty, string.Empty), Folder = folder, Source = file, OpenFile = openFile };
        using var table = new CsvTable(path, file, probe);
        string? id = Find(table.Header, IdNames);
        string? stage = Find(table.Header, StageNames);
        string? time = Find(table.Header, TimeNames);
        if (id is null || stage is null || time is null)
        {
            string missing = string.Join(", ", new[] { id is null ? "id of the deal" : null, stage is null ? "stage" : null, time is null ? "time" : null }.OfType<string>());
            throw new FunnelDataException(
                $"{file}: cannot tell which column holds the {missing}. The file's columns are: {table.ColumnList()}.\n{Advice(file, id, stage, time, ["Lead", "Qualified"], "Won")}");
        }

        var order = new StageOrder();
        int idColumn = table.Header.IndexOf(id);
        int stageColumn = table.Header.IndexOf(stage);
        while (table.Read())
        {
            if (Math.Max(idColumn, stageColumn) < table.FieldCount && !table.IsMalformed)
                order.Add(table.Field(idColumn), table.Field(stageColumn));
        }

        if (!order.HasMoves)
        {
            throw new FunnelDataException(
                $"{file}: no id occurs twice, so this looks like a table of deals and not like a log of stage changes, which has one row per change.\n{Advice(file, id, stage, time, ["Lead", "Qualified"], "Won")}");
        }

        string[] stages = [.. order.InOrder()];
        string[] lost = [.. stages.Where(static s => IsOneOf(s, LostNames))];
        string[] won = [.. stages.Where(static s => IsOneOf(s, WonNames))];
        string[] open = [.. stages.Except(lost).Except(won)];
        if (won.Length != 1 || open.Length == 0 || open.Length >= FunnelDefinition.MaxStages)
        {
            throw new FunnelDataException(
                $"{file}: cannot tell which stage is won. Found the stages: {string.Join(", ", stages.Take(64))}.\n{Advice(file, id, stage, time, open.Take(FunnelDefinition.MaxStages - 1), won.FirstOrDefault() ?? "Won")}");
        }

        string[] all = [.. open, won[0]];
        return probe with
        {
            Name = Path.GetFileNameWithoutExtension(file),
            Stages = [.. all.Select(static s => new MappedStage(s))],
            Lost = lost.Length > 0 ? lost : ["Lost"],
            Dimensions = [.. Dimensions(table.Header)],
            Log = new LogTable(file, id, stage, time) { Seq = Find(table.Header, SeqNames) },
            Notes =
            [
                $"No mapping file: columns '{id}', '{stage}' and '{time}' were taken, and the stages in the order in which most deals pass them: {string.Join(" > ", all)}. Write a funnel.json to say otherwise.",
            ],
        };
    }

    private static IEnumerable<MappedDimension> Dimensions(IReadOnlyList<string> header) => header
        .Where(static column => IsOneOf(column, DimensionNames))
        .Take(FunnelDefinition.MaxDimensions)
        .Select(static column => new MappedDimension(column, column, DimensionSource.Log));

    private static string? Find(IReadOnlyList<string> header, string[] names) =>
        names.Select(name => header.FirstOrDefault(h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(static h => h is not null);

    private static int IndexOf(this IReadOnlyList<string> header, string name)
    {
        int index = 0;
        while (!string.Equals(header[index], name, StringComparison.Ordinal))
            index++;
        return index;
    }

    private static bool IsOneOf(string text, string[] names) => Array.Exists(names, name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));

    private static string Advice(string file, string? id, string? stage, string? time, IEnumerable<string> open, string won)
    {
        string stages = string.Join(", ", open.Append(won).Select(static s => $"{{\"key\": {Quote(s)}}}"));
        return $$"""
            Write a funnel.json beside it that says so, and give that file instead, for example:
            {
              "name": {{Quote(Path.GetFileNameWithoutExtension(file))}},
              "stages": [{{stages}}],
              "lost": ["Lost"],
              "log": {"file": {{Quote(file)}}, "id": {{Quote(id ?? "id")}}, "stage": {{Quote(stage ?? "stage")}}, "enteredAt": {{Quote(time ?? "entered_at")}}}
            }
            """;
    }

    private static string Quote(string text) => $"\"{System.Text.Json.JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
