using System.Text;
using System.Text.Json;

namespace SalesFunnel.Metrics.Data;

/// <summary>The settings of a mapping that are neither a table nor a stage.</summary>
internal sealed class MappingSettings(JsonFields root)
{
    public static IReadOnlyList<string> FormatsOf(JsonFields fields)
    {
        IReadOnlyList<string> formats = fields.Texts("dateFormats") ?? [];
        foreach (string format in formats)
        {
            if (!MomentText.IsSpecial(format) && TimeText.WrongFormat(format) is { } problem)
                fields.Error(fields.PathOf("dateFormats"), problem);
        }

        return formats;
    }

    public TimeZoneInfo TimeZone()
    {
        if (root.Optional("timeZone") is not { } id)
            return TimeZoneInfo.Utc;
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException or ArgumentException or IOException)
        {
            root.Error("$.timeZone", $"the zone '{id}' is not known here. Use an IANA name such as \"Europe/Berlin\", or \"UTC\".");
            return TimeZoneInfo.Utc;
        }
    }

    public char? Delimiter() => root.Optional("delimiter") is { } text ? SingleChar("delimiter", text, DelimiterSniffer.Candidates) : null;

    public char? DecimalSeparator() => root.Optional("decimalSeparator") is { } text ? SingleChar("decimalSeparator", text, ".,") : null;

    public CurrencySetting? Currency()
    {
        if (root.Object("currency") is not { } fields)
            return null;
        var setting = new CurrencySetting(fields.Required("base", "the currency to count in, as the currency column writes it"));
        if (fields.Numbers("rates", "what one unit is worth in the base currency") is { } rates)
            setting = setting with { Rates = rates };
        fields.RefuseOthers();
        return setting;
    }

    public StatusTexts Statuses()
    {
        var texts = new StatusTexts();
        if (root.Object("status") is not { } fields)
            return texts;
        texts = new StatusTexts
        {
            Open = fields.Texts("open") ?? texts.Open,
            Won = fields.Texts("won") ?? texts.Won,
            Lost = fields.Texts("lost") ?? texts.Lost,
            Deleted = fields.Texts("deleted") ?? texts.Deleted,
        };
        fields.RefuseOthers();
        return texts;
    }

    public decimal? Margin()
    {
        if (!root.TryGet("margin", out JsonElement value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal margin) && margin is >= -1 and <= 1)
            return margin;
        root.Error("$.margin", $"a fraction of revenue between -1 and 1 is expected, for example 0.8 for 80 %; found {JsonFields.Describe(value)}.");
        return null;
    }

    private char? SingleChar(string name, string text, string allowed)
    {
        if (text.Length == 1 && allowed.Contains(text[0], StringComparison.Ordinal))
            return text[0];
        var list = new StringBuilder();
        foreach (char c in allowed)
            list.Append(list.Length > 0 ? ", " : string.Empty).Append('"').Append(c == '\t' ? "\\t" : c.ToString()).Append('"');
        root.Error(root.PathOf(name), $"found \"{text}\"; allowed are {list}.");
        return null;
    }
}
