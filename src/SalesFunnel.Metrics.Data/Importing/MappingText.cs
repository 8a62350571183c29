using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SalesFunnel.Metrics.Data;

/// <summary>Writes a proposal as the text of a <c>funnel.json</c>, one setting a line, with comments behind.</summary>
internal sealed class MappingText
{
    private readonly StringBuilder _text = new();
    private readonly MappingProposal _proposal;

    private MappingText(MappingProposal proposal) => _proposal = proposal;

    public static string Write(MappingProposal proposal)
    {
        var text = new MappingText(proposal);
        text.WriteAll();
        return text._text.ToString();
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Quote))}]";

    // A comment ends with its line, whatever a column is called.
    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
            line.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        return line.ToString();
    }

    private void WriteAll()
    {
        FunnelMapping mapping = _proposal.Mapping;
        Comment(0, $"What was recognised in {mapping.Source}: {_proposal.System}. Behind each setting stands how sure it is: certain, likely or guessed.");
        foreach (string note in mapping.Notes)
            Comment(0, note);
        Comment(0, "Change what is wrong, then: salesfunnel report funnel.json");
        Line(0, "{");
        Setting(1, "name", Quote(mapping.Name));
        Setting(1, "timeZone", Quote(mapping.TimeZone.Id), "guessed: times without offset are read as of this zone");
        Line(1, "\"stages\": [");
        foreach (MappedStage stage in mapping.Stages)
            WriteStage(stage);
        Line(1, "],");
        Setting(1, "lost", List(mapping.Lost), mapping.Lost.Count > 0 ? About($"stages.{mapping.Lost[0]}") : null);
        if (mapping.Log is { } log)
            WriteLog(log);
        if (mapping.Deals is { } deals)
            WriteDeals(deals);
        if (mapping.Merges is { } merges)
            Setting(1, "merges", $"{{ \"file\": {Quote(merges.File)}, \"survivor\": {Quote(merges.Survivor)}, \"merged\": {Quote(merges.Merged)} }}");
        if (mapping.Currency is { } currency)
            Setting(1, "currency", $"{{ \"base\": {Quote(currency.Base)} }}", About("currency.base"));
        if (mapping.Ids == IdForm.Salesforce)
            Setting(1, "ids", "\"salesforce\"", "certain: ids of 15 and of 18 characters are compared by their first 15");
        if (mapping.DateFormats.Count > 0)
            Setting(1, "dateFormats", List(mapping.DateFormats));
        WriteDimensions(mapping.Dimensions);
        Line(0, "}");
    }

    private void WriteStage(MappedStage stage)
    {
        var fields = new List<string> { $"\"key\": {Quote(stage.Key)}" };
        if (stage.Label is { } label)
            fields.Add($"\"label\": {Quote(label)}");
        if (stage.Role is { } role && role != StageRole.Purchase)
            fields.Add($"\"role\": {Quote(role.ToString().ToLowerInvariant())}");
        if (stage.Names.Count > 0)
            fields.Add($"\"names\": {List(stage.Names)}");
        Line(2, $"{{ {string.Join(", ", fields)} }},", About($"stages.{stage.Key}"));
    }

    private void WriteLog(LogTable log)
    {
        Line(1, "\"log\": {");
        Setting(2, "file", Quote(log.File));
        Column("log", "id", log.Id);
        Column("log", "stage", log.Stage);
        Column("log", "enteredAt", log.EnteredAt);
        Column("log", "seq", log.Seq);
        Column("log", "previous", log.Previous);
        if (log.Field is { } field)
        {
            Setting(2, "field", $"{{ \"column\": {Quote(field.Column)}, \"stage\": {List(field.Stage)}, \"status\": {List(field.Status)}, \"created\": {List(field.Created)} }}", About("log.field.column"));
        }

        Column("log", "amount", log.Amount);
        Column("log", "currency", log.Currency);
        Column("log", "lossReason", log.LossReason);
        Column("log", "deleted", log.Deleted);
        Formats("log", log.DateFormats);
        Line(1, "},");
    }

    private void WriteDeals(DealsTable deals)
    {
        Line(1, "\"deals\": {");
        Setting(2, "file", Quote(deals.File));
        Column("deals", "id", deals.Id);
        Column("deals", "stage", deals.Stage);
        Column("deals", "status", deals.Status);
        Column("deals", "isWon", deals.IsWon);
        Column("deals", "isClosed", deals.IsClosed);
        Column("deals", "isActive", deals.IsActive);
        Column("deals", "created", deals.Created);
        if (deals.Closed.Count > 0)
            Setting(2, "closed", deals.Closed.Count == 1 ? Quote(deals.Closed[0]) : List(deals.Closed), About("deals.closed"));
        Column("deals", "stageSince", deals.StageSince);
        if (deals.StageDates.Count > 0)
        {
            Line(2, "\"stageDates\": {");
            foreach (IGrouping<string, StageDate> stage in deals.StageDates.GroupBy(static d => d.Stage, StringComparer.Ordinal))
                Setting(3, stage.Key, List(stage.Select(static d => d.Column)), About($"deals.stageDates.{stage.Key}"));
            Line(2, "},");
        }

        Column("deals", "amount", deals.Amount);
        if (deals.ZeroIsNoAmount)
            Setting(2, "zeroAmount", "\"none\"", $"likely: {_proposal.System} writes 0 where no amount was set");
        Column("deals", "currency", deals.Currency);
        Column("deals", "lossReason", deals.LossReason);
        Column("deals", "deleted", deals.Deleted);
        Column("deals", "mergedIds", deals.MergedIds);
        Formats("deals", deals.DateFormats);
        Line(1, "},");
    }

    private void WriteDimensions(IReadOnlyList<MappedDimension> dimensions)
    {
        if (dimensions.Count == 0)
            return;
        Line(1, "\"dimensions\": [");
        foreach (MappedDimension dimension in dimensions)
            Line(2, $"{{ \"name\": {Quote(dimension.Name)}, \"column\": {Quote(dimension.Column)}, \"from\": {Quote(dimension.From == DimensionSource.Deals ? "deals" : "log")} }},", About($"dimensions.{dimension.Name}"));
        Line(1, "],");
    }

    private void Column(string table, string property, string? column)
    {
        if (column is not null)
            Setting(2, property, Quote(column), About($"{table}.{property}"));
    }

    private void Formats(string table, IReadOnlyList<string> formats)
    {
        if (formats.Count > 0)
            Setting(2, "dateFormats", List(formats), About($"{table}.dateFormats"));
        else if (About($"{table}.dateFormats") is { } about)
            Comment(2, $"times: ISO 8601, {about}");
    }

    private string? About(string subject) => _proposal.Findings.LastOrDefault(f => f.Subject == subject) is { } finding ? $"{Finding.Word(finding.Certainty)}: {finding.Reason}" : null;

    private void Setting(int depth, string name, string value, string? comment = null) => Line(depth, $"{Quote(name)}: {value},", comment);

    private void Comment(int depth, string comment) => Line(depth, string.Empty, comment);

    private void Line(int depth, string line, string? comment = null)
    {
        _text.Append(' ', depth * 2).Append(line);
        if (comment is not null)
            _text.Append(line.Length > 0 ? " // " : "// ").Append(OneLine(comment));
        _text.Append('\n');
    }
}
