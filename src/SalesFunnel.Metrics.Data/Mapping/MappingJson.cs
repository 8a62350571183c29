using System.Text.Json;

namespace SalesFunnel.Metrics.Data;

/// <summary>Turns the text of a mapping into a <see cref="FunnelMapping"/>, collecting every error.</summary>
internal static class MappingJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };

    private static readonly Dictionary<string, StageRole> Roles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["awareness"] = StageRole.Awareness,
        ["interest"] = StageRole.Interest,
        ["decision"] = StageRole.Decision,
        ["purchase"] = StageRole.Purchase,
    };

    private static readonly Dictionary<string, DimensionSource> Sources = new(StringComparer.OrdinalIgnoreCase)
    {
        ["deals"] = DimensionSource.Deals,
        ["log"] = DimensionSource.Log,
    };

    private static readonly Dictionary<string, UndatedPolicy> Undated = new(StringComparer.OrdinalIgnoreCase)
    {
        ["reject"] = UndatedPolicy.Reject,
        ["keep"] = UndatedPolicy.Keep,
    };

    private static readonly Dictionary<string, IdForm> IdForms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["exact"] = IdForm.Exact,
        ["salesforce"] = IdForm.Salesforce,
    };

    private static readonly Dictionary<string, SegmentAttribution> Attributions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["atEntry"] = SegmentAttribution.AtEntry,
        ["first"] = SegmentAttribution.First,
        ["last"] = SegmentAttribution.Last,
        ["atOutcome"] = SegmentAttribution.AtOutcome,
    };

    public static FunnelMapping Parse(string json, string folder, string source)
    {
        using JsonDocument document = Read(json, source);
        var errors = new List<string>();
        var root = new JsonFields(document.RootElement, "$", errors);
        var settings = new MappingSettings(root);
        MappedStage[] stages = [.. root.Objects("stages").Select(ReadStage)];
        if (root.IsObject && !root.TryGet("stages", out _))
            root.Error("$.stages", "missing. It is the list of stages in order, the last one won, for example [{\"key\": \"Lead\"}, {\"key\": \"Won\"}].");
        DealsTable? deals = MappingTables.ReadDeals(root.Object("deals"));
        var mapping = new FunnelMapping
        {
            Name = root.Required("name", "the name of the funnel"),
            Stages = stages,
            Lost = root.Texts("lost") ?? ["Lost"],
            Log = MappingTables.ReadLog(root, deals),
            Deals = deals,
            Costs = MappingTables.ReadCosts(root.Object("costs")),
            Customers = MappingTables.ReadCustomers(root.Object("customers")),
            Merges = MappingTables.ReadMerges(root.Object("merges")),
            Statuses = settings.Statuses(),
            Currency = settings.Currency(),
            Ids = root.Choice("ids", IdForms) ?? IdForm.Exact,
            Dimensions = [.. root.Objects("dimensions").Select(d => ReadDimension(d, deals is not null))],
            TimeZone = settings.TimeZone(),
            DateFormats = MappingSettings.FormatsOf(root),
            Missing = root.Texts("missing") ?? [],
            Delimiter = settings.Delimiter(),
            Encoding = root.Optional("encoding"),
            DecimalSeparator = settings.DecimalSeparator(),
            Undated = root.Choice("undated", Undated) ?? UndatedPolicy.Reject,
            Attribution = root.Choice("attribution", Attributions) ?? SegmentAttribution.AtEntry,
            Margin = settings.Margin(),
            Folder = folder,
            Source = source,
        };
        root.RefuseOthers();
        if (root.IsObject)
            MappingChecks.Check(mapping, errors);
        return errors.Count == 0 ? mapping : throw new MappingException(source, errors);
    }

    private static JsonDocument Read(string json, string source)
    {
        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException e)
        {
            throw new MappingException(source, [$"$: this is not valid JSON. {e.Message}"], e);
        }
    }

    private static MappedStage ReadStage(JsonFields fields)
    {
        var stage = new MappedStage(fields.Required("key", "the stable name of the stage, as the log writes it"))
        {
            Label = fields.Optional("label"),
            Role = fields.Choice("role", Roles),
            Names = fields.Texts("names") ?? [],
        };
        fields.RefuseOthers();
        return stage;
    }

    private static MappedDimension ReadDimension(JsonFields fields, bool hasDeals)
    {
        string name = fields.Required("name", "what the dimension is called");
        var dimension = new MappedDimension(
            name,
            fields.Optional("column") ?? name,
            fields.Choice("from", Sources) ?? (hasDeals ? DimensionSource.Deals : DimensionSource.Log));
        fields.RefuseOthers();
        return dimension;
    }
}
