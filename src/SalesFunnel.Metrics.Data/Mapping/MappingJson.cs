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
        DealsTable? deals = ReadDeals(root.Object("deals"));
        var mapping = new FunnelMapping
        {
            Name = root.Required("name", "the name of the funnel"),
            Stages = stages,
            Lost = root.Texts("lost") ?? ["Lost"],
            Log = ReadLog(root),
            Deals = deals,
            Costs = ReadCosts(root.Object("costs")),
            Customers = ReadCustomers(root.Object("customers")),
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

    private static LogTable ReadLog(JsonFields root)
    {
        if (root.Object("log") is not { } fields)
        {
            if (root.IsObject)
                root.Error("$.log", "missing. It is the log of stage changes: {\"file\": …, \"id\": …, \"stage\": …, \"enteredAt\": …}.");
            return new LogTable(string.Empty, string.Empty, string.Empty, string.Empty);
        }

        var table = new LogTable(
            fields.Required("file", "the name of the CSV file"),
            fields.Required("id", "the column with the id of the deal"),
            fields.Required("stage", "the column with the stage that is entered"),
            fields.Required("enteredAt", "the column with the time"))
        {
            Seq = fields.Optional("seq"),
            Amount = fields.Optional("amount"),
            LossReason = fields.Optional("lossReason"),
        };
        fields.RefuseOthers();
        return table;
    }

    private static DealsTable? ReadDeals(JsonFields? fields)
    {
        if (fields is null)
            return null;
        var table = new DealsTable(fields.Required("file", "the name of the CSV file"), fields.Required("id", "the column with the id of the deal"))
        {
            Amount = fields.Optional("amount"),
            LossReason = fields.Optional("lossReason"),
        };
        fields.RefuseOthers();
        return table;
    }

    private static CostsTable? ReadCosts(JsonFields? fields)
    {
        if (fields is null)
            return null;
        var table = new CostsTable(
            fields.Required("file", "the name of the CSV file"),
            fields.Required("period", "the column with the month"),
            fields.Required("amount", "the column with the amount"))
        {
            Channel = fields.Optional("channel"),
            Kind = fields.Optional("kind"),
            MarketingKind = fields.Optional("marketingKind") ?? "marketing",
            Dimension = fields.Optional("dimension") ?? "channel",
            DateFormats = MappingSettings.FormatsOf(fields),
        };
        fields.RefuseOthers();
        return table;
    }

    private static CustomersTable? ReadCustomers(JsonFields? fields)
    {
        if (fields is null)
            return null;
        var table = new CustomersTable(
            fields.Required("file", "the name of the CSV file"),
            fields.Required("id", "the column with the id of the won deal"),
            fields.Required("monthlyRevenue", "the column with what the customer pays per month"))
        {
            Customer = fields.Optional("customer"),
            Start = fields.Optional("start"),
            End = fields.Optional("end"),
            DateFormats = MappingSettings.FormatsOf(fields),
        };
        fields.RefuseOthers();
        return table;
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
