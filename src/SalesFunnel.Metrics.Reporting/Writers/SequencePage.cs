using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The page of <c>salesfunnel sequence</c>: how far entities got, step by step. The same bytes in every system and culture.</summary>
public sealed class SequencePage
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the page.</summary>
    /// <param name="source">What it shows.</param>
    public SequencePage(SequenceSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
    }

    /// <summary>Gets what the page shows.</summary>
    public SequenceSource Source { get; }

    /// <summary>The page as plain text for a terminal; lines end with a line feed.</summary>
    public string ToText() => PageText.ToText(SequenceBlocks.Of(Source));

    /// <summary>The page as Markdown; lines end with a line feed.</summary>
    public string ToMarkdown() => PageMarkdown.ToText(SequenceBlocks.Of(Source));

    /// <summary>The page as JSON; names, shapes and order as <c>docs/sequence-json.md</c> says.</summary>
    public string ToJson()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Options))
            SequenceJson.Write(json, Source);
        memory.WriteByte((byte)'\n');
        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }
}
