using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SalesFunnel.Metrics.Data;

namespace SalesFunnel.Metrics.Cli;

/// <summary>Writes what checks found as JSON: a list with one object per input.</summary>
internal static class CheckJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToText(IEnumerable<HygieneReport> reports)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Options))
        {
            json.WriteStartArray();
            foreach (HygieneReport report in reports)
                Write(json, report);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length) + "\n";
    }

    private static void Write(Utf8JsonWriter json, HygieneReport report)
    {
        json.WriteStartObject();
        json.WriteString("mapping", report.Mapping.Source);
        json.WriteString("asOf", Time(report.AsOf));
        json.WriteString("lastEventAt", Time(report.LastEventAt));
        json.WriteStartObject("deals");
        json.WriteNumber("all", report.Deals.All);
        json.WriteNumber("won", report.Deals.Won);
        json.WriteNumber("lost", report.Deals.Lost);
        json.WriteNumber("open", report.Deals.Open);
        json.WriteEndObject();
        json.WriteStartArray("files");
        for (int i = 0; i < report.Files.Count; i++)
            WriteFile(json, report.Files[i], report.Formats[i]);
        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (HygieneFinding finding in report.Findings)
            WriteFinding(json, finding);
        json.WriteEndArray();
        WriteTexts(json, "clean", report.Clean);
        WriteTexts(json, "notChecked", report.NotChecked);
        WriteTexts(json, "notes", report.Mapping.Notes);
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, FileSummary file, FileFormat format)
    {
        json.WriteStartObject();
        json.WriteString("file", file.File);
        json.WriteNumber("rows", file.Rows);
        json.WriteNumber("used", file.Used);
        json.WriteString("encoding", format.Encoding);
        json.WriteNumber("encodingCertainty", Math.Round(format.EncodingCertainty, 6));
        json.WriteString("encodingReason", format.EncodingReason);
        json.WriteString("delimiter", format.Delimiter.ToString());
        json.WriteString("delimiterReason", format.DelimiterReason);
        json.WriteBoolean("packed", format.IsPacked);
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, HygieneFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule);
        json.WriteNumber("count", finding.Count);
        json.WriteNumber("of", finding.Of);
        json.WriteString("unit", finding.Unit);
        if (finding.Share is { } share)
            json.WriteNumber("share", Math.Round(share, 10));
        else
            json.WriteNull("share");
        json.WriteString("meaning", finding.Meaning);
        json.WriteString("effect", finding.Effect);
        json.WriteStartArray("samples");
        foreach (HygieneSample sample in finding.Samples)
        {
            json.WriteStartObject();
            json.WriteString("file", sample.File);
            json.WriteNumber("line", sample.Line);
            json.WriteString("column", sample.Column);
            json.WriteString("value", sample.Value);
            json.WriteString("note", sample.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture);
}
