namespace SalesFunnel.Metrics.Data;

/// <summary>Reads the tables of a mapping from its JSON.</summary>
internal static class MappingTables
{
    private static readonly Dictionary<string, bool> ZeroAmounts = new(StringComparer.OrdinalIgnoreCase) { ["amount"] = false, ["none"] = true };

    public static LogTable? ReadLog(JsonFields root, DealsTable? deals)
    {
        if (root.Object("log") is not { } fields)
        {
            if (root.IsObject && deals is not { IsSource: true })
                root.Error("$.log", "missing. It is the log of stage changes: {\"file\": …, \"id\": …, \"stage\": …, \"enteredAt\": …}. Without one, $.deals must have a \"stage\", a \"status\" or \"stageDates\".");
            return null;
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
            Previous = fields.Optional("previous"),
            Field = ReadField(fields.Object("field")),
            Deleted = fields.Optional("deleted"),
            Currency = fields.Optional("currency"),
            DateFormats = MappingSettings.FormatsOf(fields),
        };
        fields.RefuseOthers();
        return table;
    }

    public static DealsTable? ReadDeals(JsonFields? fields)
    {
        if (fields is null)
            return null;
        var table = new DealsTable(fields.Required("file", "the name of the CSV file"), fields.Required("id", "the column with the id of the deal"))
        {
            Amount = fields.Optional("amount"),
            Currency = fields.Optional("currency"),
            LossReason = fields.Optional("lossReason"),
            Stage = fields.Optional("stage"),
            Status = fields.Optional("status"),
            IsWon = fields.Optional("isWon"),
            IsClosed = fields.Optional("isClosed"),
            IsActive = fields.Optional("isActive"),
            Deleted = fields.Optional("deleted"),
            Created = fields.Optional("created"),
            Closed = fields.Texts("closed") ?? [],
            StageSince = fields.Optional("stageSince"),
            StageDates = ReadStageDates(fields.Object("stageDates")),
            MergedIds = fields.Optional("mergedIds"),
            ZeroIsNoAmount = fields.Choice("zeroAmount", ZeroAmounts) ?? false,
            DateFormats = MappingSettings.FormatsOf(fields),
        };
        fields.RefuseOthers();
        return table;
    }

    public static CostsTable? ReadCosts(JsonFields? fields)
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

    public static CustomersTable? ReadCustomers(JsonFields? fields)
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

    public static MergesTable? ReadMerges(JsonFields? fields)
    {
        if (fields is null)
            return null;
        var table = new MergesTable(
            fields.Required("file", "the name of the CSV file"),
            fields.Required("survivor", "the column with the id of the deal that stays"),
            fields.Required("merged", "the column with the id of the deal that went into it"));
        fields.RefuseOthers();
        return table;
    }

    private static ChangedField? ReadField(JsonFields? fields)
    {
        if (fields is null)
            return null;
        var field = new ChangedField(fields.Required("column", "the column with the name of the field that changed"))
        {
            Stage = fields.Texts("stage") ?? [],
            Status = fields.Texts("status") ?? [],
            Created = fields.Texts("created") ?? [],
        };
        if (fields.IsObject && field.Stage.Count == 0 && field.Status.Count == 0)
            fields.Error(fields.Path, "neither \"stage\" nor \"status\" is given, so no row would be read. Say which texts of the column mean a change of stage.");
        fields.RefuseOthers();
        return field;
    }

    private static List<StageDate> ReadStageDates(JsonFields? fields)
    {
        var dates = new List<StageDate>();
        foreach (string stage in fields?.Names() ?? [])
            dates.AddRange((fields!.Texts(stage) ?? []).Select(column => new StageDate(stage, column)));
        return dates;
    }
}
